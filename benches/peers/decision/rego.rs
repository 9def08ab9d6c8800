//! Rego in regorus: the interpreter, its compiled policy, and its virtual machine, which is the fastest of them. Scopes, already closed under
//! the algebra, and rights come in the input as sets; policy and data are loaded once.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{CompiledPolicy, Engine, Rc, Value};

use crate::cases::Given;
use crate::facts::Facts;
use crate::peer::Peer;

/// As one writes it.
const POLICY: &str = include_str!("policy.rego");
/// With set differences in place of a loop and without a function, for the virtual machine.
const TUNED: &str = include_str!("policy_tuned.rego");
const RULE: &str = "data.livechat.allow";

/// What a token holds and a grant gives, as sets of the engine.
pub struct Sets {
    scopes: Value,
    rights: Option<Value>,
}

impl Sets {
    fn new(facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Self {
        let rights = given.map(|given| set(given.rights().iter().map(String::as_str)));
        Self { scopes: set(facts.closure(scopes)), rights }
    }

    fn input(&self, keys: &Keys, method: &str) -> Value {
        let mut input = Value::new_object();
        let members = input.as_object_mut().expect("it is one");
        members.insert(keys.method.clone(), Value::from(method));
        members.insert(keys.scopes.clone(), self.scopes.clone());
        if let Some(rights) = &self.rights {
            members.insert(keys.rights.clone(), rights.clone());
        }
        input
    }
}

fn set<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    let mut set = Value::new_set();
    let members = set.as_set_mut().expect("it is one");
    for text in texts {
        members.insert(Value::from(text));
    }
    set
}

/// The input's keys, made once.
struct Keys {
    method: Value,
    scopes: Value,
    rights: Value,
}

impl Keys {
    fn new() -> Self {
        Self { method: "method".into(), scopes: "scopes".into(), rights: "rights".into() }
    }
}

fn data(facts: &Facts) -> Value {
    let mut methods = Value::new_object();
    for method in &facts.methods {
        let alternatives: Vec<Value> = method.alternatives.iter().map(|a| set(a.iter().copied())).collect();
        let mut entry = Value::new_object();
        let members = entry.as_object_mut().expect("it is one");
        members.insert("alternatives".into(), Value::from(alternatives));
        members.insert("right".into(), Value::from(method.right.as_str()));
        methods.as_object_mut().expect("it is one").insert(method.name.into(), entry);
    }
    let mut data = Value::new_object();
    data.as_object_mut().expect("it is one").insert("methods".into(), methods);
    data
}

fn engine(facts: &Facts, policy: &str) -> Engine {
    let mut engine = Engine::new();
    engine.add_policy("policy.rego".to_owned(), policy.to_owned()).expect("it is well formed");
    engine.add_data(data(facts)).expect("it is an object");
    engine
}

fn compiled(facts: &Facts, policy: &str) -> CompiledPolicy {
    engine(facts, policy).compile_with_entrypoint(&Rc::from(RULE)).expect("the rule is there")
}

fn is_true(answer: &Value) -> bool {
    *answer == Value::Bool(true)
}

/// The interpreter.
pub struct Interpreter {
    engine: Engine,
    keys: Keys,
}

impl Peer for Interpreter {
    type Holder = Sets;
    type Question<'a> = Value;

    const NAME: &'static str = "regorus, interpreter";

    fn new(facts: &Facts) -> Self {
        Self { engine: engine(facts, POLICY), keys: Keys::new() }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Sets {
        Sets::new(facts, scopes, given)
    }

    fn question<'a>(&self, holder: &'a Sets, method: &'a str) -> Value {
        holder.input(&self.keys, method)
    }

    fn ask(&mut self, question: &Value) -> bool {
        self.engine.set_input(question.clone());
        is_true(&self.engine.eval_rule(RULE.to_owned()).expect("it has a value"))
    }
}

/// The compiled policy.
pub struct Compiled {
    policy: CompiledPolicy,
    keys: Keys,
}

impl Peer for Compiled {
    type Holder = Sets;
    type Question<'a> = Value;

    const NAME: &'static str = "regorus, compiled policy";

    fn new(facts: &Facts) -> Self {
        Self { policy: compiled(facts, POLICY), keys: Keys::new() }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Sets {
        Sets::new(facts, scopes, given)
    }

    fn question<'a>(&self, holder: &'a Sets, method: &'a str) -> Value {
        holder.input(&self.keys, method)
    }

    fn ask(&mut self, question: &Value) -> bool {
        is_true(&self.policy.eval_with_input(question.clone()).expect("it has a value"))
    }
}

/// The virtual machine, kept between questions.
pub struct Machine<const IS_TUNED: bool> {
    machine: RegoVM,
    keys: Keys,
}

impl<const IS_TUNED: bool> Peer for Machine<IS_TUNED> {
    type Holder = Sets;
    type Question<'a> = Value;

    const NAME: &'static str = if IS_TUNED { "regorus, RVM, tuned rule" } else { "regorus, RVM" };

    fn new(facts: &Facts) -> Self {
        let policy = compiled(facts, if IS_TUNED { TUNED } else { POLICY });
        let program: Arc<_> = Compiler::compile_from_policy(&policy, &[RULE]).expect("the rule is there");
        let mut machine = RegoVM::new();
        machine.load_program(program);
        machine.set_data(data(facts)).expect("no rule has its name");
        Self { machine, keys: Keys::new() }
    }

    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Sets {
        Sets::new(facts, scopes, given)
    }

    fn question<'a>(&self, holder: &'a Sets, method: &'a str) -> Value {
        holder.input(&self.keys, method)
    }

    fn ask(&mut self, question: &Value) -> bool {
        self.machine.set_input(question.clone());
        is_true(&self.machine.execute().expect("it has a value"))
    }
}

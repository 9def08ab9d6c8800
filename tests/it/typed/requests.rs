//! Typed requests: what the builders write is what the API takes, in each version that has the method.

use livechat_core::codec::FaultCode;
use livechat_core::data::Chat;
use livechat_core::request::parts::*;
use livechat_core::request::{JsonText, agent, configuration, customer, reports};
use livechat_core::{Timestamp, Version};

use super::{at, everywhere, json, refused};

fn noon() -> Timestamp {
    Timestamp::parse("2026-11-22T12:00:00Z").unwrap()
}

#[test]
fn chats() {
    everywhere(agent::ListChats::new(), "{}");
    everywhere(
        agent::ListChats::new()
            .filters(
                agent::ListChatsFilters::new()
                    .group_ids([0, 19])
                    .properties([("routing", [("continuous", PropertyFilter::new().values([true]))])]),
            )
            .sort_order(SortOrder::Asc)
            .limit(50),
        concat!(
            r#"{"filters":{"group_ids":[0,19],"properties":{"routing":{"continuous":{"values":[true]}}}},"#,
            r#""sort_order":"asc","limit":50}"#
        ),
    );
    for active in [None, Some(false)] {
        let filters = agent::ListChatsFilters::new().active(active);
        let body = format!(r#"{{"filters":{{"active":{}}}}}"#, active.map_or("null", |_| "false"));
        at(Version::V3_6, agent::ListChats::new().filters(filters), &body);
    }
    everywhere(agent::GetChat::new("C1").thread_id("T1"), r#"{"chat_id":"C1","thread_id":"T1"}"#);
    everywhere(
        agent::ListThreads::new("C1")
            .filters(agent::ListThreadsFilters::new().from(noon()))
            .sort_order(SortOrder::Desc),
        r#"{"chat_id":"C1","filters":{"from":"2026-11-22T12:00:00.000000Z"},"sort_order":"desc"}"#,
    );
    let archives =
        agent::ListArchivesFilters::new().query("refund").from(noon()).tags(StringFilter::new().values(["a", "b"]));
    everywhere(
        agent::ListArchives::new().filters(archives).limit(100),
        concat!(
            r#"{"filters":{"query":"refund","from":"2026-11-22T12:00:00.000000Z","tags":{"values":["a","#,
            r#""b"]}},"limit":100}"#
        ),
    );
    everywhere(agent::FollowChat::new("C1"), r#"{"id":"C1"}"#);
    everywhere(
        agent::StartChat::new().active(true).chat(
            InitialChat::new()
                .users([ChatMember::new("smith@example.com", UserType::Agent)])
                .access(Access::new([0]))
                .thread(
                    InitialThread::new()
                        .events([NewEvent::message("Hi"), NewEvent::file("https://cdn.example.com/a.png")]),
                ),
        ),
        concat!(
            r#"{"active":true,"chat":{"users":[{"id":"smith@example.com","type":"agent"}],"access":{"group_ids":[0]},"#,
            concat!(
                r#""thread":{"events":[{"type":"message","text":"Hi"},{"type":"file","#,
                r#""url":"https://cdn.example.com/a.png"}]}}}"#
            )
        ),
    );
    everywhere(
        agent::TransferChat::new("C1")
            .target(agent::TransferChatTarget::new(agent::TransferChatTargetType::Agent, ["smith@example.com"]))
            .ignore_agents_availability(false),
        r#"{"id":"C1","target":{"type":"agent","ids":["smith@example.com"]},"ignore_agents_availability":false}"#,
    );
    everywhere(
        agent::TransferChat::new("C1")
            .target(agent::TransferChatTarget::new(agent::TransferChatTargetType::Group, [0, 19])),
        r#"{"id":"C1","target":{"type":"group","ids":[0,19]}}"#,
    );
    everywhere(
        agent::UpdateChatProperties::new(
            "C1",
            [("routing", [("note", JsonText::string("\"x\"")), ("pinned", true.into())])],
        ),
        r#"{"id":"C1","properties":{"routing":{"note":"\"x\"","pinned":true}}}"#,
    );
    everywhere(
        agent::DeleteChatProperties::new("C1", [("routing", ["note", "pinned"])]),
        r#"{"id":"C1","properties":{"routing":["note","pinned"]}}"#,
    );
    everywhere(agent::TagThread::new("C1", "T1", "refund"), r#"{"chat_id":"C1","thread_id":"T1","tag":"refund"}"#);
    everywhere(
        agent::SetRoutingStatus::new(RoutingStatus::AcceptingChats).agent_id("smith@example.com"),
        r#"{"status":"accepting_chats","agent_id":"smith@example.com"}"#,
    );
    everywhere(
        agent::SendTypingIndicator::new("C1", true).visibility(Visibility::Agents),
        r#"{"chat_id":"C1","is_typing":true,"visibility":"agents"}"#,
    );
}

#[test]
fn events() {
    let send = |event: NewEvent| agent::SendEvent::new("C1", event);
    let body = |event: &str| format!(r#"{{"chat_id":"C1","event":{event}}}"#);
    everywhere(
        send(NewEvent::message("a\n\"b\" \u{1F600}")),
        &body("{\"type\":\"message\",\"text\":\"a\\n\\\"b\\\" \u{1F600}\"}"),
    );
    let message = NewMessageEvent::new("Yes")
        .custom_id("mine")
        .properties([("ns", [("score", JsonText::parse("1.50").unwrap())])])
        .postback(Postback::new("action_yes", "T1", "E1").type_("message").value("yes"));
    everywhere(
        agent::SendEvent::new("C1", message),
        &body(concat!(
            r#"{"type":"message","text":"Yes","custom_id":"mine","properties":{"ns":{"score":1.50}},"#,
            r#""postback":{"id":"action_yes","thread_id":"T1","event_id":"E1","type":"message","value":"yes"}}"#
        )),
    );
    let button = RichMessageButton::new("Yes", RichMessageButtonType::Message, "yes", "action_yes", [""; 0]);
    let cards = NewRichMessageEvent::new(RichMessageTemplate::Cards).elements([RichMessageElement::new()
        .title("Sure?")
        .buttons([button])
        .image(RichMessageImage::new("https://example.com/a.png"))]);
    everywhere(
        agent::SendEvent::new("C1", cards),
        &body(concat!(
            concat!(
                r#"{"type":"rich_message","template_id":"cards","elements":[{"title":"Sure?","#,
                r#""buttons":[{"text":"Yes","type":"message","value":"yes","#
            ),
            r#""postback_id":"action_yes","user_ids":[]}],"image":{"url":"https://example.com/a.png"}}]}"#
        )),
    );
    let fields = [
        FilledFormField::new(FilledFormFieldType::Name, "1", "Name").answer("Ann"),
        FilledFormField::new(FilledFormFieldType::Radio, "2", "Topic").answer(FormOption::new(2, "Refunds")),
        FilledFormField::new(FilledFormFieldType::Checkbox, "3", "Shops").answers([FormOption::new("0", "Berlin")]),
    ];
    everywhere(
        send(NewEvent::filled_form("7", fields)),
        &body(concat!(
            r#"{"type":"filled_form","form_id":"7","fields":[{"type":"name","id":"1","label":"Name","answer":"Ann"},"#,
            r#"{"type":"radio","id":"2","label":"Topic","answer":{"id":2,"label":"Refunds"}},"#,
            r#"{"type":"checkbox","id":"3","label":"Shops","answers":[{"id":"0","label":"Berlin"}]}]}"#
        )),
    );
    let content = JsonText::from(json(r#"{ "deep": [1, {}] }"#));
    everywhere(
        agent::SendEvent::new("C1", NewCustomEvent::new().content([("note", content)])),
        &body(r#"{"type":"custom","content":{"note":{"deep":[1,{}]}}}"#),
    );
    everywhere(
        send(NewEvent::system_message("my_app.archived")),
        &body(r#"{"type":"system_message","system_message_type":"my_app.archived"}"#),
    );
    let chosen = agent::SendRichMessagePostbackPostback::new("action_yes", true);
    everywhere(
        agent::SendRichMessagePostback::new("C1", "T1", "E1", chosen.clone()),
        r#"{"chat_id":"C1","thread_id":"T1","event_id":"E1","postback":{"id":"action_yes","toggled":true}}"#,
    );
    let product = agent::SendRichMessagePostbackPostbackEcommerce::new("P1").quantity(1.5);
    let bought = agent::SendRichMessagePostback::new("C1", "T1", "E1", chosen.ecommerce(product));
    at(
        Version::V3_6,
        bought.clone(),
        concat!(
            r#"{"chat_id":"C1","thread_id":"T1","event_id":"E1","postback":{"id":"action_yes","toggled":true,"#,
            r#""ecommerce":{"product_id":"P1","quantity":1.5}}}"#
        ),
    );
    refused(Version::V3_4, bought, &[(FaultCode::UnknownField, "/postback/ecommerce")]);
    everywhere(
        customer::SendEvent::new("C1", CustomerNewEvent::message("Hi")).attach_to_last_thread(true),
        r#"{"chat_id":"C1","event":{"type":"message","text":"Hi"},"attach_to_last_thread":true}"#,
    );
}

#[test]
fn the_configuration() {
    let agent = configuration::CreateAgent::new("smith@example.com", "Smith")
        .role(AssignableRole::Administrator)
        .max_chats_count(5)
        .groups([GroupMembership::new(0, RoutingPriority::First)])
        .notifications([AgentNotification::NewVisitor]);
    let body = concat!(
        r#"{"id":"smith@example.com","name":"Smith","role":"administrator","max_chats_count":5,"#,
        r#""groups":[{"id":0,"priority":"first"}],"notifications":["new_visitor"]}"#
    );
    everywhere(agent.clone(), body);
    everywhere(
        configuration::BatchCreateAgents::new([agent, configuration::CreateAgent::new("jones@example.com", "Jones")]),
        &format!(r#"{{"requests":[{body},{{"id":"jones@example.com","name":"Jones"}}]}}"#),
    );
    let hours = WorkScheduler::new().timezone("Europe/Warsaw").schedule([WorkShift::new(
        Weekday::Monday,
        true,
        "08:30",
        "14:30",
    )]);
    at(
        Version::V3_5,
        configuration::UpdateAgent::new("smith@example.com").work_scheduler(hours.clone()),
        concat!(
            r#"{"id":"smith@example.com","work_scheduler":{"timezone":"Europe/Warsaw","#,
            r#""schedule":[{"day":"monday","enabled":true,"start":"08:30","end":"14:30"}]}}"#
        ),
    );
    refused(
        Version::V3_4,
        configuration::UpdateAgent::new("smith@example.com").work_scheduler(hours),
        &[(FaultCode::UnknownField, "/work_scheduler/timezone"), (FaultCode::UnknownField, "/work_scheduler/schedule")],
    );
    everywhere(
        configuration::CreateGroup::new("Sales", [("smith@example.com", RoutingPriority::Last)]).language_code("en"),
        r#"{"name":"Sales","agent_priorities":{"smith@example.com":"last"},"language_code":"en"}"#,
    );
    everywhere(
        configuration::RegisterWebhook::new(
            WebhookAction::IncomingEvent,
            "hush",
            "https://example.com/hook",
            "asXdesldiAJSq9padj",
            WebhookType::License,
        )
        .filters(WebhookFilters::new().author_type(UserType::Customer)),
        concat!(
            concat!(
                r#"{"action":"incoming_event","secret_key":"hush","url":"https://example.com/hook","#,
                r#""owner_client_id":"asXdesldiAJSq9padj","#
            ),
            r#""type":"license","filters":{"author_type":"customer"}}"#
        ),
    );
    everywhere(
        configuration::CreateBot::new("Bot").default_group_priority(RoutingPriority::Normal),
        r#"{"name":"Bot","default_group_priority":"normal"}"#,
    );
    everywhere(
        configuration::RegisterProperty::new(
            "score",
            "asXdesldiAJSq9padj",
            PropertyType::Int,
            PropertyAccess::new().chat(PropertyRights::new().agent([PropertyRight::Read])),
        )
        .domain([1, 2])
        .default_value(1),
        concat!(
            r#"{"name":"score","owner_client_id":"asXdesldiAJSq9padj","type":"int","#,
            r#""access":{"chat":{"agent":["read"]}},"domain":[1,2],"default_value":1}"#
        ),
    );
    everywhere(configuration::CreateTag::new("refund").group_ids([0]), r#"{"name":"refund","group_ids":[0]}"#);
    everywhere(
        configuration::AddAutoAccess::new(
            configuration::AddAutoAccessAccess::new([1]),
            AutoAccessConditions::new()
                .url(AutoAccessMatch::new().values([AutoAccessText::new("shop").exact_match(true)])),
        ),
        r#"{"access":{"groups":[1]},"conditions":{"url":{"values":[{"value":"shop","exact_match":true}]}}}"#,
    );
    let rule = NewGreetingRule::new(GreetingRuleCondition::And, GreetingRuleType::VisitTimeSite)
        .operator(GreetingOperator::GreaterThan)
        .value("30");
    everywhere(
        configuration::CreateGreeting::new(GreetingType::Normal, true, "Hello", 0, [rule])
            .properties(NewGreetingProperties::new().greeting_message_text("Hi").is_exit_intent(true)),
        concat!(
            concat!(
                r#"{"type":"normal","active":true,"name":"Hello","group":0,"rules":[{"condition":"and","#,
                r#""type":"visit_time_site","operator":"greater_than","value":"30"}],"#
            ),
            r#""properties":{"greeting-message_text":"Hi","is_exit_intent":true}}"#
        ),
    );
    everywhere(configuration::ListChannels::default(), "{}");
}

#[test]
fn sessions_customers_and_reports() {
    everywhere(
        agent::Login::new("Bearer hush").away(true).pushes([("3.6", ["incoming_chat"])]),
        r#"{"token":"Bearer hush","away":true,"pushes":{"3.6":["incoming_chat"]}}"#,
    );
    everywhere(
        agent::UpdateCustomer::new("b7eff798-f8df-4364-8059-649c35c9ed0c")
            .name("Ann")
            .session_fields([[("plan", "gold")]]),
        r#"{"id":"b7eff798-f8df-4364-8059-649c35c9ed0c","name":"Ann","session_fields":[{"plan":"gold"}]}"#,
    );
    everywhere(
        customer::UpdateCustomer::new().name("Ann").email("ann@example.com"),
        r#"{"name":"Ann","email":"ann@example.com"}"#,
    );
    everywhere(customer::GetForm::new(0, FormType::Prechat), r#"{"group_id":0,"type":"prechat"}"#);
    everywhere(
        reports::ChatsDuration::new().distribution(ReportDistribution::DayHours).filters(
            ChatReportFilters::new().from(noon()).to(noon()).agents(StringFilter::new().values(["smith@example.com"])),
        ),
        concat!(
            concat!(
                r#"{"distribution":"day-hours","filters":{"from":"2026-11-22T12:00:00.000000Z","#,
                r#""to":"2026-11-22T12:00:00.000000Z","#
            ),
            r#""agents":{"values":["smith@example.com"]}}}"#
        ),
    );
}

#[test]
fn what_was_read_goes_into_requests() {
    let chat = Chat::from(json(
        r#"{"id": "C1", "users": [{"id": "b7eff798-f8df-4364-8059-649c35c9ed0c", "type": "customer"}],
            "access": {"group_ids": [7]}, "thread": {"id": "T1", "events": [
                {"type": "message", "id": "E1", "created_at": "2026-11-22T11:00:00.123456+01:00"}]}}"#,
    ));
    let id = chat.id().unwrap();
    everywhere(agent::FollowChat::new(&id), r#"{"id":"C1"}"#);
    let event = chat.thread().unwrap().events().iter().next().unwrap();
    // The time is sent as it came, to the digit.
    everywhere(
        agent::MarkEventsAsSeen::new(id.clone(), event.created_at().unwrap()),
        r#"{"chat_id":"C1","seen_up_to":"2026-11-22T11:00:00.123456+01:00"}"#,
    );
    let user = chat.users().iter().next().unwrap();
    everywhere(
        agent::SendEvent::new(&id, NewMessageEvent::new("x").author_id(user.id().unwrap())),
        r#"{"chat_id":"C1","event":{"type":"message","text":"x","author_id":"b7eff798-f8df-4364-8059-649c35c9ed0c"}}"#,
    );
    let groups = chat.access().unwrap().group_ids();
    everywhere(
        agent::ListChats::new().filters(agent::ListChatsFilters::new().group_ids(groups)),
        r#"{"filters":{"group_ids":[7]}}"#,
    );
    assert_eq!(Visibility::from_name("agents"), Some(Visibility::Agents));
    assert_eq!(Visibility::from_name("aliens"), None);
}

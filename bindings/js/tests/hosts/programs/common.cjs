// The same entries by `require`; and both ways give the same things.
const everything = require("livechat-core");
const policy = require("livechat-core/policy");
const slim = require("livechat-core/slim");

(async () => {
  const { report } = await import("./report.js");
  const imported = [await import("livechat-core"), await import("livechat-core/policy"), await import("livechat-core/slim")];
  const instances = [everything, policy, slim].map((required, i) => Object.keys(required).every((name) => required[name] === imported[i][name]));
  const names = Object.keys(everything).sort();
  const missing = Object.keys(imported[0]).filter((name) => !["default", "module.exports"].includes(name) && !names.includes(name));
  const answered = JSON.parse(everything.answer("decide", '{"method": "agent/get_chat", "token": {"scopes": []}}')).code;
  console.log(JSON.stringify({ instances, names: names.length > 0, missing, answered, report: report() }));
})();

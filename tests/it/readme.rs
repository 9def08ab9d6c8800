//! What the README shows of the program is what it says.

use livechat_core::Method;

#[test]
fn the_shown_answer_is_the_answer() {
    let readme = include_str!("../../README.md");
    let mut shown = readme.lines().skip_while(|l| !l.starts_with("$ echo '"));
    let question = shown.next().unwrap().trim_start_matches("$ echo '").split('\'').next().unwrap();
    assert_eq!(livechat_core::door::answer("decide", question), shown.next().unwrap());
    assert!(readme.contains(&format!("{} methods", Method::all().len())));
}

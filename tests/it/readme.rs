//! What the README shows of the program is what it says.

use livechat_core::Method;

#[test]
fn the_shown_answers_are_the_answers() {
    let readme = include_str!("../../README.md");
    let lines: Vec<&str> = readme.lines().collect();
    let mut shown = 0;
    for pair in lines.windows(2).filter(|pair| pair[0].starts_with("$ echo '")) {
        let question = pair[0].trim_start_matches("$ echo '").split('\'').next().unwrap();
        let command = pair[0].rsplit(' ').next().unwrap();
        assert_eq!(livechat_core::door::answer(command, question), pair[1]);
        shown += 1;
    }
    assert_eq!(shown, 2);
    assert!(readme.contains(&format!("{} methods", Method::all().len())));
}

//! Names of branches, as git takes them.

/// Whether git takes it for a branch's name (git-check-ref-format(1)).
pub(super) fn is_branch_name(name: &str) -> bool {
    let is_sign = |c: char| c.is_control() || " ~^:?*[\\".contains(c);
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    let is_whole = !name.starts_with('-') && !name.ends_with('.') && name != "@";
    is_whole
        && !name.contains(is_sign)
        && !name.contains("..")
        && !name.contains("@{")
        && name.split('/').all(is_part)
}

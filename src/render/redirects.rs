//! `_redirects`: the old addresses of stories, in the form that Netlify, Cloudflare Pages, GitLab Pages and others read, so that
//! they answer 301 themselves. The page at the old address stays for every other host.

use super::body::Base;
use crate::config::Config;
use crate::model::route::Route;
use crate::model::site::Site;

/// The file: a line for each old address, from and to.
pub(super) fn write(site: &Site, config: &Config) -> Vec<u8> {
    let base = Base::Page(config.base_path());
    let mut out = String::new();
    for (address, route) in site.routes.iter() {
        let Route::Alias(ix) = route else { continue };
        let Some(ties) = site.ties.get(*ix) else { continue };
        out.push_str(&format!("{} {} 301\n", base.address(address), base.address(&ties.address)));
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site};
    use std::sync::Arc;

    #[test]
    fn hosts_lead_on_by_themselves_and_a_space_in_an_address_ends_no_line() {
        let mut site = site();
        let routes = Arc::make_mut(&mut site.routes);
        routes.insert("/old boil/".to_owned(), Route::Alias(3));
        let out = String::from_utf8(write(&site, &config())).expect("UTF-8");
        assert!(out.contains("/news/old%20boil/ /news/answers/boil/ 301\n"), "{out}");
    }
}

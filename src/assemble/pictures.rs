//! What the images of stories show, and which variants of them are made.

use super::routes::{Routes, file_address};
use crate::config::Config;
use crate::model::asset::{Assets, Format, Probe, Recipe};
use crate::model::body::{Image, Target};
use crate::model::diagnostic::Diagnostic;
use crate::model::percent;
use crate::model::place::Place;
use crate::model::route::Route;
use crate::model::site::{Card, Shown, Ties};
use crate::model::story::Story;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Widths that are made where the original is wide enough, in pixels: a phone, a column of text, the same on a dense screen.
const WIDTHS: [u32; 4] = [480, 720, 960, 1600];
/// The longest side that a WebP can have, in pixels (RFC 9649 §2.5).
const LONGEST_WEBP: u32 = 16_383;
/// Width of the picture for cards elsewhere, in pixels.
const CARD: u32 = 1200;
/// The least width and height of a picture that was not chosen for cards, in pixels: smaller ones are not shown there.
const LEAST_CARD: u32 = 200;
/// File names that can be images; what they really are is told by their bytes.
const ENDINGS: [&str; 9] = ["jpg", "jpeg", "png", "apng", "webp", "gif", "avif", "svg", "jfif"];

/// The files that stories show or link as images, some of which may not exist: what to look at before assembling.
pub fn wanted_images(stories: &[Arc<Story>], config: &Config) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for story in stories {
        for image in &story.body.images {
            wanted.extend(files(&image.target));
        }
        for link in &story.body.links {
            wanted.extend(files(&link.target).into_iter().filter(|path| has_image_ending(path)));
        }
    }
    wanted.extend(
        config.organisation.logo.iter().map(|logo| format!("static/{}", logo.trim_start_matches('/'))),
    );
    wanted
}

fn has_image_ending(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The files that a target can mean, the likeliest first.
pub(super) fn files(target: &Target) -> Vec<String> {
    match target {
        Target::File { path, .. } => vec![path.clone()],
        Target::Address { path, .. } => vec![format!("static{path}"), format!("content{path}")],
        Target::Outside(_) | Target::Here(_) | Target::Broken => Vec::new(),
    }
}

/// Finds what each image of each story shows, into its ties, with a route for each variant.
pub(super) fn show(
    stories: &[Arc<Story>],
    assets: &Assets,
    routes: &mut Routes<'_>,
    ties: &mut [Ties],
    found: &mut Vec<Diagnostic>,
) {
    for (story, ties) in stories.iter().zip(ties) {
        ties.images =
            story.body.images.iter().map(|image| shown(&image.target, assets, routes, found)).collect();
        ties.card = for_cards(story, assets).map(|(path, probe, alt)| {
            let recipe = recipe(&path, probe, probe.width.min(CARD), Format::Jpeg);
            let address = publish(&recipe, routes);
            Card { address, width: recipe.width, height: recipe.height, alt: alt.to_owned() }
        });
    }
}

/// The picture that cards elsewhere show: the story's own; where it has none, the first of its text that says what it
/// shows and is large enough.
fn for_cards<'a>(story: &'a Story, assets: &'a Assets) -> Option<(String, &'a Probe, &'a str)> {
    let drawn = |image: &Image| probed(&image.target, assets).filter(|(_, probe)| probe.has_still());
    if let Some(picture) = &story.image {
        let (path, probe) = drawn(story.body.images.get(picture.image)?)?;
        return Some((path, probe, &picture.alt));
    }
    story.body.images.iter().filter(|image| !image.alt.is_empty()).find_map(|image| {
        let (path, probe) = drawn(image).filter(|(_, probe)| probe.width.min(probe.height) >= LEAST_CARD)?;
        Some((path, probe, image.alt.as_str()))
    })
}

fn probed<'a>(target: &Target, assets: &'a Assets) -> Option<(String, &'a Probe)> {
    files(target).into_iter().find_map(|path| {
        let (path, asset) = assets.find(&path)?;
        Some((path.to_owned(), asset.image.as_ref()?))
    })
}

fn shown(target: &Target, assets: &Assets, routes: &mut Routes<'_>, found: &mut Vec<Diagnostic>) -> Shown {
    if let Target::Outside(url) = target {
        return Shown::Outside(url.clone());
    }
    let Some((path, probe)) = probed(target, assets) else { return Shown::Missing };
    if probe.is_shown_as_it_is() {
        let address = file_address(&path);
        let is_there = matches!(routes.get(&address), Some(Route::File(held)) if *held == path);
        if !is_there {
            routes.claim(address.clone(), Route::File(path.clone()), || Place::whole(&path), found);
        }
        return Shown::Image {
            width: probe.width,
            height: probe.height,
            webp: Vec::new(),
            fallback: vec![(percent::path(&address), probe.width)],
        };
    }
    let format = fallback(probe.format);
    let widths = widths(probe.width);
    let mut variants = |format| -> Vec<(String, u32)> {
        let recipes = widths.iter().map(|width| recipe(&path, probe, *width, format));
        recipes.map(|recipe| (publish(&recipe, routes), recipe.width)).collect()
    };
    let is_small = probe.width <= WIDTHS[0];
    let largest = recipe(&path, probe, widths.last().copied().unwrap_or(probe.width), format);
    let has_webp = !is_small && format != Format::WebP && largest.height <= LONGEST_WEBP;
    let webp = if has_webp { variants(Format::WebP) } else { Vec::new() };
    let fallback = variants(format);
    Shown::Image { width: largest.width, height: largest.height, webp, fallback }
}

/// What an old browser gets. A WebP stays one: whether it is a photograph or a drawing is not known, and every browser of the
/// last years shows it.
fn fallback(format: Format) -> Format {
    match format {
        Format::Jpeg => Format::Jpeg,
        Format::WebP => Format::WebP,
        Format::Png | Format::Gif | Format::Avif | Format::Svg => Format::Png,
    }
}

/// The widths of an image's variants, smallest first, never wider than it is.
fn widths(original: u32) -> Vec<u32> {
    let largest = original.min(WIDTHS[WIDTHS.len() - 1]);
    WIDTHS.into_iter().filter(|width| *width < largest).chain([largest]).collect()
}

/// The largest variant of an image, for a link to it.
pub(super) fn largest(path: &str, probe: &Probe) -> Recipe {
    recipe(path, probe, probe.width.min(WIDTHS[WIDTHS.len() - 1]), fallback(probe.format))
}

fn recipe(path: &str, probe: &Probe, width: u32, format: Format) -> Recipe {
    let scaled = f64::from(probe.height) * f64::from(width) / f64::from(probe.width.max(1));
    // In range: a height of at most u32::MAX, scaled down.
    let height = (scaled.round() as u32).max(1);
    Recipe { source: path.to_owned(), hash: probe.hash.clone(), width, height, format }
}

/// Gives a variant its route, and returns the address: the hash of the original, the width and the format say all that
/// decides about its bytes.
pub(super) fn publish(recipe: &Recipe, routes: &mut Routes<'_>) -> String {
    let hash = recipe.hash.get(..16).unwrap_or(&recipe.hash);
    let address = format!("/images/{hash}-{}.{}", recipe.width, recipe.format.extension());
    if routes.get(&address).is_none() {
        routes.add(address.clone(), Route::Variant(recipe.clone()));
    }
    address
}

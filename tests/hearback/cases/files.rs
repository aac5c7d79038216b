//! Pictures, static files and names of files: cases that went wrong once.

use crate::site::Site;
use image::ImageDecoder as _;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Words that the pictures of `tests/data/notes` hold in their notes.
const NOTES: [&str; 5] = ["PhoneMaker", "Sometowne", "GPSLatitude", "2031:02:03", "xmpmeta"];

/// The pictures of `tests/data/notes`, by their names.
fn noted() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/notes");
    let mut files = crate::site::tree(&folder);
    files.retain(|name, _| name != "README.md");
    files
}

/// The files that hold a word.
fn holding<'a>(files: &'a BTreeMap<String, Vec<u8>>, word: &str) -> Vec<&'a str> {
    files.iter().filter(|(_, bytes)| holds(bytes, word.as_bytes())).map(|(path, _)| path.as_str()).collect()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[test]
fn a_photograph_in_static_is_published_without_its_place() {
    for (case, file) in [("static-gps-jpeg", "hall.jpg"), ("static-gps-png", "hall.png")] {
        let site = Site::case(case);
        let original = fs::read(site.path(&format!("static/{file}"))).unwrap();
        assert!(holds(&original, b"PhoneMaker"));
        assert_eq!(site.check().said(), "nothing is wrong\n");
        let built = site.build();
        assert!(built[file].len() > original.len() / 2);
        assert_eq!(holding(&built, "PhoneMaker"), [""; 0], "{case}");
    }
}

#[test]
fn no_picture_is_published_with_its_notes_wherever_it_lies_and_however_it_is_linked() {
    let site = Site::new();
    let mut text = String::new();
    for (name, bytes) in noted() {
        assert!(NOTES.iter().any(|word| holds(&bytes, word.as_bytes())), "{name}");
        site.put(&format!("static/{name}"), &bytes);
        site.put(&format!("static/without-ending-{}", name.replace('.', "-")), &bytes);
        site.put(&format!("content/impact/shown-{name}"), &bytes);
        site.put(&format!("content/impact/linked-{name}"), &bytes);
        text.push_str(&format!("![A hall](shown-{name})\n\n[The hall](linked-{name})\n\n"));
    }
    site.put("themes/default/static/hall.jpg", &noted()["photo.jpg"]);
    site.story("content/impact/a.md", "2026-05-01", "", &text);
    let built = site.build();
    for word in NOTES {
        assert_eq!(holding(&built, word), [""; 0], "{word}");
    }
    for name in noted().keys() {
        assert!(built.contains_key(name), "{name}");
    }
    assert!(built.contains_key("theme/hall.jpg"));
}

#[test]
fn a_cleaned_picture_is_as_it_was_but_for_its_notes() {
    let site = Site::new();
    for (name, bytes) in noted() {
        site.put(&format!("static/{name}"), bytes);
    }
    let built = site.build();
    for (name, bytes) in noted() {
        if name.ends_with("avif") || name.ends_with("heic") || name.ends_with("tif") {
            // Nothing moved: a reader finds the picture where it was.
            assert_eq!(built[&name].len(), bytes.len(), "{name}");
            continue;
        }
        let look = |bytes: &[u8]| {
            let reader = image::ImageReader::new(std::io::Cursor::new(bytes.to_vec())).with_guessed_format();
            let mut decoder = reader.unwrap().into_decoder().unwrap();
            let (orientation, profile) = (decoder.orientation().unwrap(), decoder.icc_profile().unwrap());
            (orientation, profile, image::DynamicImage::from_decoder(decoder).unwrap())
        };
        assert!(look(&built[&name]) == look(&bytes), "{name}");
    }
}

#[test]
fn a_picture_that_is_cut_off_is_named_and_nothing_is_written() {
    for (name, whole) in noted() {
        let site = Site::new();
        // A JPEG has more behind its end, a TIFF its first directory at its beginning.
        let kept = if name.ends_with("jpg") { whole.len() / 2 } else { whole.len() - 3 };
        if name.ends_with("tif") {
            continue;
        }
        site.put("static/cut", &whole[..kept]);
        let said = site.check();
        assert_eq!(
            said.said(),
            "error[told-place]: `static/cut`: it may say where it was taken, and cannot be cleaned: it is cut off or damaged\n--> static/cut\n = help: save it again with an image editor as JPEG or PNG, or take it out\n\n1 error in 1 file\n",
            "{name}"
        );
        assert_eq!(site.run(&["build"]).code, 1);
        assert!(!site.path("public").exists());
    }
}

/// A box of MP4.
fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [&length.to_be_bytes(), name.as_slice(), content].concat()
}

#[test]
fn a_film_that_says_where_it_was_made_is_an_error_and_any_other_is_published_as_it_is() {
    let head = boxed(b"ftyp", b"isom\0\0\0\0isom");
    let frames = boxed(b"mdat", b"gpmd loci frames");
    let film = |notes: &[u8]| [head.clone(), frames.clone(), boxed(b"moov", notes)].concat();
    let place = boxed(b"\xa9xyz", b"\0\x12\x15\xc7+52.5200+013.4050/");
    let keys = boxed(b"keys", b"\0\0\0\0\0\0\0\x01\0\0\0\x2cmdtacom.apple.quicktime.location.ISO6709");
    let told = [
        film(&boxed(b"udta", &place)),
        film(&boxed(b"trak", &boxed(b"udta", &boxed(b"loci", b"\0\0\0\0\x15\xc7Hall\0\0")))),
        film(&boxed(b"meta", &keys)),
        [boxed(b"moov", &boxed(b"udta", &place)), frames.clone()].concat(),
        [
            head.clone(),
            boxed(b"uuid", b"0123456789abcdef<exif:GPSLatitude>52</exif:GPSLatitude>"),
            frames.clone(),
        ]
        .concat(),
    ];
    for bytes in told {
        let site = Site::new();
        site.put("static/hall.mp4", &bytes);
        assert_eq!(
            site.check().said(),
            "error[told-place]: `static/hall.mp4`: it says where it was filmed\n--> static/hall.mp4\n = help: take that out with a film editor, or with `exiftool -all= FILE`\n\n1 error in 1 file\n"
        );
    }
    let site = Site::new();
    let plain = film(&boxed(b"udta", &boxed(b"\xa9nam", b"Wells")));
    site.put("static/hall.mp4", &plain);
    assert_eq!(site.check().said(), "nothing is wrong\n");
    assert!(site.build()["hall.mp4"] == plain);
}

#[test]
fn an_animation_goes_on_moving() {
    for (case, file) in [("animated-gif", "gif"), ("animated-webp", "webp")] {
        let site = Site::case(case);
        assert_eq!(site.check().said(), "nothing is wrong\n");
        let built = site.build();
        let page = String::from_utf8(built["impact/a/index.html"].clone()).unwrap();
        let shown: Vec<&str> = page.lines().filter(|line| line.contains("<img")).collect();
        assert_eq!(shown.len(), 1, "{page}");
        let ours = built.iter().filter(|(path, _)| path.ends_with(file)).collect::<Vec<_>>();
        assert_eq!(ours.len(), 1, "{:?}", built.keys());
        assert!(
            shown[0].contains(ours[0].0.as_str()) && shown[0].contains("width=\"600\" height=\"400\""),
            "{}",
            shown[0]
        );
        let mut from = fs::read_dir(site.path("content/impact")).unwrap().map(|entry| entry.unwrap().path());
        let original = from.find(|path| path.extension().is_some_and(|ending| ending == file)).unwrap();
        assert_eq!(ours[0].1.len(), fs::read(original).unwrap().len());
    }
}

#[test]
fn a_moving_png_and_a_linked_animation_move_and_a_still_gif_has_variants() {
    let site = Site::new();
    let noted = noted();
    site.put("content/impact/m.png", &noted["moving.png"]);
    site.put("content/impact/l.gif", &noted["moving.gif"]);
    site.put("content/impact/w.webp", &noted["moving.webp"]);
    site.story(
        "content/impact/a.md",
        "2026-05-01",
        "",
        "![A dot](m.png)\n\n![A dot](w.webp)\n\n[The dots](l.gif)",
    );
    let built = site.build();
    assert!(holds(&built["impact/m.png"], b"fdAT"));
    assert!(holds(&built["impact/w.webp"], b"ANMF"));
    assert!(holds(&built["impact/l.gif"], b"NETSCAPE2.0"));
    let page = String::from_utf8(built["impact/a/index.html"].clone()).unwrap();
    assert!(page.contains("<img src=\"/impact/m.png\" width=\"16\" height=\"24\""), "{page}");
    assert!(page.contains("href=\"/impact/l.gif\""), "{page}");
}

#[test]
fn an_avif_is_shown_with_its_size() {
    let site = Site::case("avif");
    assert_eq!(site.check().said(), "nothing is wrong\n");
    let page = String::from_utf8(site.build()["impact/a/index.html"].clone()).unwrap();
    assert!(page.contains("<img src=\"/impact/a.avif\" width="), "{page}");

    let site = Site::new();
    site.put("content/impact/t.avif", &noted()["photo.avif"]);
    site.story("content/impact/a.md", "2026-05-01", "", "![Turned](t.avif)");
    let page = String::from_utf8(site.build()["impact/a/index.html"].clone()).unwrap();
    assert!(page.contains("<img src=\"/impact/t.avif\" width=\"16\" height=\"24\""), "{page}");
}

#[test]
fn a_jpeg_that_is_cut_off_is_an_error() {
    let site = Site::case("truncated-jpeg");
    let said = site.check();
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("it is cut off or damaged"), "{}", said.stderr);
    assert!(said.stderr.contains("save it again with an image editor, or take it out"), "{}", said.stderr);
    assert_eq!(site.run(&["build"]).code, 1);
}

#[test]
fn a_drawing_has_the_size_that_it_says_and_a_script_in_it_is_named() {
    let site = Site::new();
    let draw = |name: &str, attributes: &str, inside: &str| {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}>{inside}</svg>"
        );
        site.put(&format!("content/impact/{name}.svg"), text);
    };
    draw("a", "width=\"300\" height=\"150px\"", "");
    draw("b", "viewBox=\"0 0 640 480\"", "");
    draw("c", "width=\"1in\" viewBox=\"0,0,2,1\"", "");
    draw("d", "width=\"100%\"", "<text>One</text>");
    draw("e", "", "<script>alert(1)</script>");
    draw("f", "", "<g onclick=\"go()\"/>");
    draw("g", "", "<a href=\" JavaScript:go()\"/>");
    let text: String = "abcdefg".chars().map(|name| format!("![Drawing]({name}.svg)\n\n")).collect();
    site.story("content/impact/a.md", "2026-05-01", "", &text);
    let said = site.check().said();
    for (name, is_named) in
        [("a", false), ("b", false), ("c", false), ("d", false), ("e", true), ("f", true), ("g", true)]
    {
        let line = format!(
            "warning[script-in-drawing]: the drawing `content/impact/{name}.svg` holds a script, which no page runs"
        );
        assert_eq!(said.contains(&line), is_named, "{name}: {said}");
    }
    let page = String::from_utf8(site.build()["impact/a/index.html"].clone()).unwrap();
    for size in [
        "a.svg\" width=\"300\" height=\"150\"",
        "b.svg\" width=\"640\" height=\"480\"",
        "c.svg\" width=\"96\" height=\"48\"",
    ] {
        assert!(page.contains(size), "{size}: {page}");
    }
    assert!(page.contains("d.svg\" alt"), "{page}");
}

#[test]
fn variants_that_no_page_shows_any_more_are_not_kept() {
    let site = Site::new();
    let kept = |site: &Site| crate::site::tree(&site.path(".hearback/images")).len();
    site.put("content/impact/one.jpg", &noted()["photo.jpg"]);
    site.put("content/impact/two.png", &noted()["photo.png"]);
    site.story("content/impact/a.md", "2026-05-01", "", "![One](one.jpg)\n\n![Two](two.png)");
    site.build();
    assert_eq!(kept(&site), 2);
    site.story("content/impact/a.md", "2026-05-01", "", "![Two](two.png)");
    let built = site.build();
    assert_eq!(kept(&site), 1);
    assert_eq!(built.keys().filter(|path| path.starts_with("images/")).count(), 1);
}

#[test]
fn a_day_given_as_now_is_a_day_of_the_sites_zone() {
    let site = Site::case("now-auckland");
    assert!(site.run(&["build"]).stderr.starts_with("built 0 stories into"));
    assert!(site.run(&["build", "--now", "2026-11-26"]).stderr.starts_with("built 1 story into"));
    // 25 November, 11:00 UTC, is the 26th in Auckland.
    assert!(site.run(&["build", "--now", "2026-11-25T11:00Z"]).stderr.starts_with("built 1 story into"));
    for (zone, stories) in [("Pacific/Kiritimati", "0 stories"), ("Pacific/Pago_Pago", "0 stories")] {
        let site = Site::new();
        site.put(
            "hearback.yaml",
            format!("title: F\nurl: https://f.example/\nlanguage: en\ntimezone: {zone}\n"),
        );
        site.story("content/impact/a.md", "2026-06-02", "", "Text.");
        assert!(site.run(&["build"]).stderr.starts_with(&format!("built {stories} into")), "{zone}");
    }
}

#[test]
fn a_name_is_found_in_whatever_unicode_form_it_lies_on_disk() {
    for case in ["nfd-file", "nfd-image"] {
        let site = Site::case(case);
        assert_eq!(site.check().said(), "nothing is wrong\n", "{case}");
        let page = String::from_utf8(site.build()["impact/a/index.html"].clone()).unwrap();
        assert!(
            page.contains("r%C3%A9sum") || page.contains("re%CC%81sum") || page.contains("<img "),
            "{page}"
        );
    }
    let site = Site::new();
    // Written composed, and on disk decomposed; and the other way.
    site.put("content/impact/Zu\u{308}rich.csv", "a,b\n");
    site.put("static/sm\u{f8}r\u{e5}.txt", "x");
    site.story(
        "content/impact/b.md",
        "2026-03-01",
        "",
        "[a](Z\u{fc}rich.csv) [b](/sm\u{f8}ra\u{30a}.txt) [c](Zurich.csv)",
    );
    let said = site.check().stderr;
    assert_eq!(said.matches("warning[dead-link]").count(), 1, "{said}");
}

//! How long an answer takes.

use std::{
    fmt,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    time::Instant,
};

use jiaxiu::platform::search::{EmbeddedEngine, EmbeddedOptions, SearchQuery};

/// Times in milliseconds.
pub struct Times(Vec<f64>);

impl Times {
    fn at(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let place = ((sorted.len() - 1) as f64 * part).round() as usize;
        sorted[place]
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} / {:.2} ms", self.at(0.5), self.at(0.99))
    }
}

/// Queries of four words, from titles spread over the collection.
pub fn queries(listings: &Path, count: usize) -> Vec<String> {
    let text = std::fs::read_to_string(listings).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let step = (lines.len() / count).max(1);
    let words = |line: &&str| {
        let listing: serde_json::Value = serde_json::from_str(line).unwrap();
        let title = listing["title_en"].as_str().unwrap();
        let words: Vec<&str> =
            title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).take(4).collect();
        (words.len() == 4).then(|| words.join(" "))
    };
    lines.iter().step_by(step).filter_map(words).take(count).collect()
}

/// One client on one kept-alive connection; the first hundred warm up.
pub fn http(address: &str, queries: &[String]) -> Times {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut times = Vec::with_capacity(queries.len());
    for (n, query) in queries.iter().enumerate() {
        let begun = Instant::now();
        let q = query.replace(' ', "+");
        stream.write_all(format!("GET /api/v1/search?q={q} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).unwrap();
        let body = read(&mut reader);
        let taken = begun.elapsed().as_secs_f64() * 1_000.0;
        assert!(body.starts_with(b"{\"hits\":[{"), "{query}: {}", String::from_utf8_lossy(&body));
        if n >= 100 {
            times.push(taken);
        }
    }
    Times(times)
}

fn read(reader: &mut BufReader<TcpStream>) -> Vec<u8> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = Some(value.trim().parse::<usize>().unwrap());
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length.expect("an answer of known length")];
    reader.read_exact(&mut body).unwrap();
    body
}

/// The engine itself, on the same index, without HTTP.
pub async fn engine(home: &Path, queries: &[String]) -> Times {
    let engine = EmbeddedEngine::open(&home.join("search"), EmbeddedOptions::default()).unwrap();
    let mut times = Vec::with_capacity(queries.len());
    for (n, query) in queries.iter().enumerate() {
        let begun = Instant::now();
        engine.query_blocking(&SearchQuery::text(query)).unwrap();
        if n >= 100 {
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    Times(times)
}

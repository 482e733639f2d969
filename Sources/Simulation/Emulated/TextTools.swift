/// Programs that filter text.
enum TextTools {
  static let programs: [(String, @Sendable (Process) -> Void)] = [
    ("head", head), ("tail", tail), ("grep", grep), ("wc", wc), ("sort", sort), ("uniq", uniq), ("cut", cut),
    ("tr", tr), ("od", od),
  ]

  /// Text of the files named, or of standard input.
  private static func input(_ paths: [String], _ process: Process, _ receive: @escaping ([UInt8]) -> Void) {
    guard !paths.isEmpty, paths != ["-"] else { return process.readAll(receive) }
    var all: [UInt8] = []
    for path in paths {
      switch process.node.files.read(path) {
      case .success(let bytes): all += bytes
      case .failure(let error):
        process.err("\(process.program): \(openProblem(process.program, path)): \(error.message)\n")
        return process.finish(process.program == "sort" ? 2 : 1)
      }
    }
    receive(all)
  }

  private static func openProblem(_ program: String, _ path: String) -> String {
    switch program {
    case "head", "tail": "cannot open '\(path)' for reading"
    case "sort": "cannot read"
    default: path
    }
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Lines as bytes, without their line feeds.
  private static func slices(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var slices = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if slices.last?.isEmpty == true { slices.removeLast() }
    return slices
  }

  /// `-n 5`, `-n5`, `-5`, `-c +3` and the files.
  private static func count(_ process: Process) -> (isBytes: Bool, text: String, paths: [String]) {
    var isBytes = false
    var text = "10"
    var paths: [String] = []
    var rest = process.arguments
    while let word = rest.popFirst() {
      if word == "-n" || word == "-c" {
        isBytes = word == "-c"
        text = rest.popFirst() ?? ""
      } else if word.hasPrefix("-n") || word.hasPrefix("-c") {
        isBytes = word.hasPrefix("-c")
        text = String(word.dropFirst(2))
      } else if word.hasPrefix("-"), Int(word.dropFirst()) != nil {
        text = String(word.dropFirst())
      } else if !word.hasPrefix("-") || word == "-" {
        paths.append(word)
      }
    }
    return (isBytes, text, paths)
  }

  /// `od -An -v -tu1 [-j SKIP] [-N COUNT]`: bytes as numbers, sixteen a line.
  @Sendable private static func od(_ process: Process) {
    guard process.arguments.prefix(3).elementsEqual(["-An", "-v", "-tu1"]) else {
      return process.failUsage("od: only -An -v -tu1")
    }
    var rest = process.arguments.dropFirst(3)
    var (skipped, limit) = (0, Int.max)
    while let option = rest.first, option == "-j" || option == "-N" {
      let number = rest.dropFirst().first.flatMap { Int($0) } ?? 0
      if option == "-j" { skipped = number } else { limit = number }
      rest = rest.dropFirst(2)
    }
    input(Array(rest), process) { bytes in
      let kept = bytes.dropFirst(skipped).prefix(limit)
      for start in stride(from: kept.startIndex, to: kept.endIndex, by: 16) {
        let numbers = kept[start..<min(start + 16, kept.endIndex)].map { Pad.left("\($0)", 4) }
        process.out(numbers.joined() + "\n")
      }
      process.finish()
    }
  }

  /// Byte offsets at which lines begin.
  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    var starts = bytes.isEmpty ? [] : [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A && index + 1 < bytes.count { starts.append(index + 1) }
    return starts
  }

  @Sendable private static func head(_ process: Process) {
    let (isBytes, text, paths) = count(process)
    let number = max(Int(text) ?? 10, 0)
    guard paths.isEmpty else {
      return input(paths, process) { bytes in
        process.write(isBytes ? Array(bytes.prefix(number)) : firstLines(bytes, number), to: 1)
        process.finish()
      }
    }
    var left = number
    func next() {
      guard left > 0 else { return process.finish() }
      // What it has seen enough of it does not wait to end.
      process.streams.input.read { bytes in
        guard let bytes else { return process.finish() }
        let kept = isBytes ? Array(bytes.prefix(left)) : firstLines(bytes, left)
        left -= isBytes ? kept.count : kept.count { $0 == 0x0A }
        process.write(kept, to: 1)
        if process.exit == nil { next() }
      }
    }
    next()
  }

  private static func firstLines(_ bytes: [UInt8], _ number: Int) -> [UInt8] {
    let starts = lineStarts(bytes)
    return Array(bytes[..<(number < starts.count ? starts[number] : bytes.count)])
  }

  @Sendable private static func tail(_ process: Process) {
    let (isBytes, text, paths) = count(process)
    let fromStart = text.hasPrefix("+")
    let number = abs(Int(text) ?? 10)
    input(paths, process) { bytes in
      if isBytes {
        let kept = fromStart ? Array(bytes.dropFirst(max(number - 1, 0))) : Array(bytes.suffix(number))
        process.write(kept, to: 1)
      } else {
        let starts = lineStarts(bytes)
        let index = fromStart ? max(number - 1, 0) : max(starts.count - number, 0)
        if index < starts.count { process.write(Array(bytes[starts[index]...]), to: 1) }
      }
      process.finish()
    }
  }

  @Sendable private static func grep(_ process: Process) {
    var flags = ""
    var words: [String] = []
    var rest = process.arguments
    var pattern: String?
    var limit = Int.max
    while let word = rest.popFirst() {
      if word == "-e" {
        pattern = rest.popFirst()
      } else if word == "-m" {
        limit = Int(rest.popFirst() ?? "") ?? limit
      } else if word == "--" {
        words += rest
        rest = []
      } else if word.hasPrefix("-"), word.count > 1, !word.hasPrefix("--") {
        flags += word.dropFirst()
      } else if !word.hasPrefix("--") {
        words.append(word)
      }
    }
    guard let text = pattern ?? (words.isEmpty ? nil : words.removeFirst()) else {
      return process.fail("usage: grep [OPTION]... PATTERNS [FILE]...", status: 2)
    }
    guard let matcher = process.node.cluster.matchers[text, flags] else {
      return process.failUsage("grep: unsupported pattern \(text)")
    }
    search(matcher, flags, words, limit, process)
  }

  private static func search(
    _ matcher: LineMatcher, _ flags: String, _ paths: [String], _ limit: Int, _ process: Process
  ) {
    var found = 0
    var hasFailed = false
    func report(_ bytes: [UInt8], _ path: String?) {
      let showsName = flags.contains("H") || (paths.count > 1 && !flags.contains("h"))
      let prefix = showsName ? path.map { $0 + ":" } ?? "" : ""
      let (isInverted, isNumbered) = (flags.contains("v"), flags.contains("n"))
      let hits = slices(bytes).enumerated().filter { matcher.matches($0.element) != isInverted }.prefix(limit)
      found += hits.count
      if flags.contains("q") { return }
      if flags.contains("l") { return hits.isEmpty ? () : process.out((path ?? "(standard input)") + "\n") }
      if flags.contains("c") { return process.out("\(prefix)\(hits.count)\n") }
      var lines: [UInt8] = []
      for hit in hits {
        lines += prefix.utf8
        if isNumbered { lines += "\(hit.offset + 1):".utf8 }
        lines += hit.element
        lines.append(0x0A)
      }
      process.write(lines, to: 1)
    }
    guard !paths.isEmpty else {
      return process.readAll { bytes in
        report(bytes, nil)
        process.finish(found > 0 ? 0 : 1)
      }
    }
    for path in paths {
      switch process.node.files.read(path) {
      case .success(let bytes): report(bytes, path)
      case .failure(let error):
        hasFailed = true
        if !flags.contains("s") { process.err("grep: \(path): \(error.message)\n") }
      }
    }
    process.finish(hasFailed && !(flags.contains("q") && found > 0) ? 2 : found > 0 ? 0 : 1)
  }

  @Sendable private static func wc(_ process: Process) {
    let flags = process.arguments.filter { $0.hasPrefix("-") }.joined()
    let paths = process.arguments.filter { !$0.hasPrefix("-") }
    input(paths, process) { bytes in
      let lineCount = bytes.count { $0 == 0x0A }
      let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).count
      let name = paths.isEmpty ? "" : " " + paths[0]
      if flags.contains("l") {
        process.out("\(lineCount)\(name)\n")
      } else if flags.contains("c") {
        process.out("\(bytes.count)\(name)\n")
      } else if flags.contains("w") {
        process.out("\(words)\(name)\n")
      } else {
        process.out(
          "\(Pad.left("\(lineCount)", 7)) \(Pad.left("\(words)", 7)) \(Pad.left("\(bytes.count)", 7))\(name)\n")
      }
      process.finish()
    }
  }

  @Sendable private static func sort(_ process: Process) {
    let flags = process.arguments.filter { $0.hasPrefix("-") }.joined()
    input(process.arguments.filter { !$0.hasPrefix("-") }, process) { bytes in
      var all = lines(bytes)
      if flags.contains("n") {
        all.sort { (Int($0.prefix(while: \.isNumber)) ?? 0, $0) < (Int($1.prefix(while: \.isNumber)) ?? 0, $1) }
      } else if flags.contains("V") {
        all.sort(by: VersionOrder.precedes)
      } else {
        all.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      if flags.contains("r") { all.reverse() }
      if flags.contains("u") {
        all = all.enumerated().filter { $0.offset == 0 || all[$0.offset - 1] != $0.element }.map(\.element)
      }
      process.out(all.map { $0 + "\n" }.joined())
      process.finish()
    }
  }

  @Sendable private static func uniq(_ process: Process) {
    input(process.arguments.filter { !$0.hasPrefix("-") }, process) { bytes in
      var last: String?
      for line in lines(bytes) where line != last {
        process.out(line + "\n")
        last = line
      }
      process.finish()
    }
  }

  @Sendable private static func cut(_ process: Process) {
    var rest = process.arguments
    var delimiter: Character = "\t"
    var fields: [Int] = []
    var paths: [String] = []
    while let word = rest.popFirst() {
      if word.hasPrefix("-d") {
        delimiter = (word.count > 2 ? String(word.dropFirst(2)) : rest.popFirst() ?? "\t").first ?? "\t"
      } else if word.hasPrefix("-f") {
        let list = word.count > 2 ? String(word.dropFirst(2)) : rest.popFirst() ?? ""
        fields = list.split(separator: ",").compactMap { Int($0) }
      } else if !word.hasPrefix("-") {
        paths.append(word)
      }
    }
    input(paths, process) { bytes in
      for line in lines(bytes) {
        let parts = line.split(separator: delimiter, omittingEmptySubsequences: false)
        let kept = parts.count == 1 ? [parts[0]] : fields.filter { $0 <= parts.count }.map { parts[$0 - 1] }
        process.out(kept.joined(separator: String(delimiter)) + "\n")
      }
      process.finish()
    }
  }

  @Sendable private static func tr(_ process: Process) {
    let words = Array(process.arguments)
    process.readAll { bytes in
      var text = String(decoding: bytes, as: UTF8.self)
      if words.first == "-d", words.count == 2 {
        let set = words[1].replacing("\\n", with: "\n")
        text.removeAll { set.contains($0) }
      } else if words.count == 2 {
        let from = Array(words[0].replacing("\\n", with: "\n"))
        let to = Array(words[1].replacing("\\n", with: "\n"))
        text = String(
          text.map { character in
            guard let index = from.firstIndex(of: character), let last = to.last else { return character }
            return index < to.count ? to[index] : last
          })
      }
      process.out(text)
      process.finish()
    }
  }
}

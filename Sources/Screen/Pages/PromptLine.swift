/// What is being typed, in the place of the keys, and what it could become, in the line above.
struct PromptLine {
  let state: ScreenState
  let prompt: Prompt

  func draw(in area: Rect, on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    let room = max(area.width - 4, 1)
    // The end of what is typed is what is being typed.
    var shown = prompt.text
    while TextWidth.of(shown) > room, !shown.isEmpty { shown.removeFirst() }
    canvas.fill(area)
    var x = area.x + 1
    x += canvas.put(prompt.sign, x: x, y: area.y, style: .bright)
    x += canvas.put(shown, x: x, y: area.y, style: .bright)
    canvas.put(" ", x: x, y: area.y, style: .bright.reversed)
    canvas.cursor = Canvas.Position(x: x, y: area.y)
    canvas.showsCursor = true
  }

  /// What Tab offers, or what is wrong.
  func hint(width: Int) -> StyledLine {
    switch prompt.kind {
    case .filter:
      if let sentence = wrong { return StyledLine(TextWidth.fit(sentence, width), .bright) }
      let words =
        state.page == .log
        ? LogFilter.words.map { $0 + "…" } : RowState.known(on: state.page).map { ":\($0.rawValue)" }
      let hint = "a pattern; ! before it for what does not match   " + words.joined(separator: " ")
      return StyledLine(TextWidth.fit(hint, width), .dim)
    case .command: return candidates(width: width)
    }
  }

  private var wrong: String? {
    do throws(Pattern.Invalid) {
      if state.page == .log { _ = try LogFilter(prompt.text) } else { _ = try TableFilter(prompt.text) }
      return nil
    } catch {
      return error.sentence
    }
  }

  private func candidates(width: Int) -> StyledLine {
    let stem = prompt.completion?.stem ?? prompt.text
    let found = state.completions(of: stem)
    if found.count <= 1, let command = CommandWord.named(stem.prefix { $0 != " " }) {
      return StyledLine(TextWidth.fit("\(command.name): \(command.help)", width), .dim)
    }
    var line = StyledLine()
    // Those before the chosen one go when there are too many.
    let chosen = prompt.completion?.number ?? 0
    var first = 0
    while first < chosen, found[first...chosen].reduce(0, { $0 + TextWidth.of($1) + 2 }) > width { first += 1 }
    for (number, candidate) in found.enumerated().dropFirst(first) {
      let word = candidate.split(separator: " ").last.map(String.init) ?? candidate
      let rest = found.count - number - 1
      let mark = rest > 0 ? TextWidth.of("+\(rest)") + 2 : 0
      if line.width + TextWidth.of(word) + mark > width {
        line.append("+\(rest + 1)", .dim)
        break
      }
      line.append(word, prompt.completion?.number == number ? .bright.reversed : .dim)
      line.append("  ")
    }
    return line
  }
}

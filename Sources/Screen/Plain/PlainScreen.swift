import Cluster
import Planning

/// The screen for those who read line by line: the same state, commands and questions, told in lines and answered in
/// words. Made for screen readers, dumb terminals and logs.
public struct PlainScreen: Sendable {
  /// What follows from something that happened.
  public struct Turn: Sendable {
    /// What is to be done, in order.
    public var commands: [ScreenCommand]
    /// What is to be written, in order.
    public var lines: [String]
  }

  // Columns of a dialog, at most: longer lines are hard to read.
  private static let dialogWidthMax = 78
  // Columns by which what is left of a broken line stands in.
  private static let hanging = 2
  private static let widthMin = 20
  // As many lines of the log as the pane of a usual screen has.
  private static let logLinesMax = 20

  private var state: ScreenState
  /// Number of the log's next line that was not told yet.
  private var told = 0
  private var asked: Dialog?
  private var said: ScreenState.StatusMessage?
  private var awaitsRuns = false
  private var lines: [String] = []

  /// What is fixed at the start, in lines of so many columns until `ScreenInput.resize` tells another number.
  public init(options: ScreenState.Options, width: Int, now: Timestamp) {
    var options = options
    options.keys = options.keys.inWords
    state = ScreenState(options: options, size: Size(width: width, height: 24), now: now)
    state.output = .none
    lines = ["\(PlainText.clean(state.clusterName)): asking; help lists the commands, quit leaves"]
  }

  /// Takes in what happened.
  public mutating func take(_ input: ScreenInput) -> Turn {
    let commands = state.handle(input)
    if case .pastRuns = input, awaitsRuns {
      awaitsRuns = false
      tellPage()
    }
    return turn(commands)
  }

  /// Does what a line says: answers the open question, else gives a command.
  public mutating func take(line: String) -> Turn {
    let text = line.split(separator: " ").joined(separator: " ")
    guard state.dialog == nil else { return turn(state.answer(text)) }
    let command = CommandWord.named(text.prefix { $0 != " " })
    if command?.effect == .key(.help) {
      lines += CommandWord.all.filter(\.isSaidInLines).map { TextWidth.pad($0.usage, 22) + $0.help }
      return turn([])
    }
    let commands = state.obey(text)
    switch command?.effect {
    case .key(.page), .filter, .sort, .key(.errorsOnly):
      // The journals have to be read first.
      awaitsRuns = commands.contains(.listRuns)
      if !awaitsRuns { tellPage() }
    case .showNode: if let name = state.selectedCard?.name { state.dialog = Dialog(.details(.card(name))) }
    default: break
    }
    return turn(commands)
  }

  private mutating func turn(_ commands: [ScreenCommand]) -> Turn {
    tellLog()
    tellStatus()
    tellDialog()
    defer { lines = [] }
    let told = state.options.isASCII ? lines.map(PlainText.ascii) : lines
    return Turn(commands: commands, lines: told.flatMap(broken))
  }

  // The terminal would break words.
  private func broken(_ line: String) -> [String] {
    let line = PlainText.clean(line)
    let width = max(state.size.width, Self.widthMin)
    let indent = String(repeating: " ", count: line.prefix { $0 == " " }.count + Self.hanging)
    let head = Wrap.lines(line, width: width).first ?? ""
    let rest = line.dropFirst(head.count).drop { $0 == " " }
    if rest.isEmpty { return [head] }
    return [head] + Wrap.lines(String(rest), width: max(width - indent.count, 1)).map { indent + $0 }
  }

  private mutating func tellPage() { lines += PlainText.page(of: state, logLinesMax: Self.logLinesMax) }

  private mutating func tellLog() {
    for number in max(told, state.log.first)..<max(told, state.log.end) {
      guard let line = state.log[number], state.output.shows(line) else { continue }
      lines.append(PlainText.line(line, clock: state.clock))
    }
    told = state.log.end
  }

  private mutating func tellStatus() {
    defer { said = state.status }
    guard let status = state.status, status != said else { return }
    // What stands in the log already is not said twice.
    if lines.last?.hasSuffix(status.text) != true { lines.append(status.text) }
  }

  private mutating func tellDialog() {
    defer { asked = state.dialog }
    guard let dialog = state.dialog, dialog.kind != asked?.kind else { return }
    switch dialog.kind {
    case .consent(_, .asked), .plan(_, .asked): return lines.append("working out what would happen")
    default: break
    }
    let width = max(min(state.size.width - Self.hanging, Self.dialogWidthMax), Self.widthMin)
    let text = DialogText(state: state, width: width)
    lines.append(PlainText.clean(text.title(dialog)))
    lines += text.lines(dialog).map { line in "  " + line.spans.map { PlainText.clean($0.text) }.joined() }
      .map(PlainText.trimmed)
    let buttons = state.dialogButtons
    guard buttons.count > 1 else {
      state.dialog = nil
      return
    }
    if let word = state.dialogNeedsTyped {
      lines.append("type \(word) to \(buttons[1].title); anything else: \(buttons[0].title)")
    } else {
      let answers = buttons.dropFirst().map(\.title).joined(separator: ", or ")
      lines.append("type: \(answers); anything else: \(buttons[0].title)")
    }
  }
}

extension ScreenState {
  /// Presses the button of the open question that an answer names; the first, which changes nothing, when it names none.
  fileprivate mutating func answer(_ text: String) -> [ScreenCommand] {
    let word = text.lowercased()
    if let wanted = dialogNeedsTyped {
      dialog?.typed = text
      dialog?.focus = text == wanted ? 1 : 0
    } else {
      let number = button(answered: word)
      dialog?.focus = number
    }
    let isDeclined = dialog?.focus == 0
    let commands = press(.enter)
    if isDeclined { say("nothing was changed") }
    return commands
  }

  // The first words of a button will do where no other begins so; but to start a run takes all of them.
  private func button(answered word: String) -> Int {
    let buttons = dialogButtons
    let titles = buttons.map { $0.title.lowercased() }
    if let number = titles.firstIndex(of: word) { return number }
    let fitting = titles.indices.filter { number in
      let title = titles[number]
      return !word.isEmpty && title.hasPrefix(word) && title.dropFirst(word.count).first?.isLetter == false
    }
    guard fitting.count == 1, let number = fitting.first else { return 0 }
    if case .start = buttons[number].action { return 0 }
    return number
  }
}

extension CommandWord {
  /// Whether it means anything where no picture is drawn.
  fileprivate var isSaidInLines: Bool { effect != .theme && effect != .replay }

  /// Its name, and what stands behind it.
  var usage: String {
    switch argument {
    case .none: name
    case .node: "\(name) NODE"
    case .guest: "\(name) GUEST"
    case .nodeOrGuest: "\(name) NODE or GUEST"
    case .guestAndNode: "\(name) GUEST NODE"
    case .theme: "\(name) NAME"
    case .run: "\(name) RUN"
    case .column: "\(name) COLUMN"
    case .pattern: "\(name) PATTERN"
    case .file: "\(name) FILE"
    }
  }
}

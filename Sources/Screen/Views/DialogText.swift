import Cluster
import Planning

/// Titles and texts of all dialogs, for a width.
struct DialogText {
  let state: ScreenState
  let width: Int

  func title(_ dialog: Dialog) -> String {
    switch dialog.kind {
    case .consent(let scope, _): ConsentText.title(scope)
    case .plan(let scope, _): "Plan: \(ConsentText.title(scope))"
    case .settle(let open, let settlement):
      SettlementText(open: open, settlement: settlement, width: width).title
    case .stopRun: "Stop the run"
    case .steering(let question): SteerText(state: state, question: question, width: width).title
    case .goWrong: "Make something go wrong"
    case .leaveRun: "A run is in progress"
    case .help: "Keys of the page \(state.page.name)" + (dialog.isSearching ? "   /\(dialog.typed)" : "")
    case .summary(let run): SummaryText.title(run)
    case .details(let subject): DetailText(state: state, width: width).title(of: subject)
    }
  }

  func lines(_ dialog: Dialog) -> [StyledLine] {
    switch dialog.kind {
    case .consent(let scope, let figures), .plan(let scope, let figures): consent(scope, figures)
    case .settle(let open, let settlement):
      SettlementText(open: open, settlement: settlement, width: width).lines
    case .stopRun: stopRun
    case .steering(let question): SteerText(state: state, question: question, width: width).lines
    case .goWrong: DemoFaultText(state: state, width: width).lines
    case .leaveRun: leaveRun
    case .help: HelpText(keys: state.options.keys, page: state.page, width: width, search: dialog.typed).lines
    case .summary(let run): SummaryText(state: state, run: run, width: width).lines
    case .details(let subject): DetailText(state: state, width: width).lines(of: subject)
    }
  }

  private func consent(_ scope: RunScope, _ figures: Dialog.Figures) -> [StyledLine] {
    switch figures {
    case .asked: paragraphs(["working out what would happen…"], .dim)
    case .failed(let sentence): paragraphs([sentence], .danger)
    case .known(let plan): ConsentText(state: state, scope: scope, plan: plan, width: width).lines
    }
  }

  private var stopRun: [StyledLine] {
    let flights = state.progress?.inFlight.count ?? 0
    let left = (state.progress?.movesTotal ?? 0) - (state.progress?.movesDone ?? 0) - flights
    var sentences = [
      flights > 0
        ? "\(Figures.count(flights, "move")) in flight will be finished; nothing new begins."
        : "Nothing new begins; what is going on now is finished."
    ]
    if left > 0 {
      sentences.append("\(Figures.count(left, "move")) will not be made; guests stay where they are then.")
    }
    sentences.append("\(carriesOn) later.")
    return paragraphs(sentences, .text)
  }

  private var leaveRun: [StyledLine] {
    guard let progress = state.progress else { return [] }
    let ends = state.clock.minutes(progress.endsAt)
    var sentences = ["Run \(progress.run) is going on, forecast to end at \(ends)."]
    if state.options.isReadOnly {
      sentences.append("This screen only watches it.")
    } else if !state.options.ownsRuns {
      sentences.append("Its process needs no screen: herdmon shows it again, from any terminal of this machine.")
    } else if progress.state == .stopping {
      sentences.append("It stops after \(Figures.count(progress.inFlight.count, "move")) in flight.")
      sentences.append(
        state.options.isDemo
          ? "Left at once, the demo is over." : "Left at once, moves in flight end without us; \(carriesOn) later.")
    } else {
      sentences.append(
        "Stopped cleanly, \(Figures.count(progress.inFlight.count, "move")) in flight will be finished first. "
          + (state.options.isDemo ? "A demo ends with its screen." : "\(carriesOn) later."))
    }
    return paragraphs(sentences, .text)
  }

  private var carriesOn: String {
    state.options.isDemo ? ":resume carries on" : ":resume, or herdmon resume, carries on"
  }

  private func paragraphs(_ sentences: [String], _ style: Style) -> [StyledLine] {
    [StyledLine()] + sentences.flatMap { Wrap.lines($0, width: width) }.map { StyledLine($0, style) }
  }
}

/// Text in two columns: a word, and what there is to say about it.
struct LabelledText {
  let labelColumns: Int
  let width: Int
  private(set) var lines: [StyledLine] = []

  init(width: Int, labelColumns: Int = 10) {
    self.width = width
    self.labelColumns = min(labelColumns, max(width / 3, 1))
  }

  /// Adds a label with sentences, each beginning on a line of its own.
  mutating func add(_ label: String, _ sentences: [String], style: Style = .text, labelStyle: Style = .dim) {
    var label = label
    for sentence in sentences {
      for text in Wrap.lines(sentence, width: max(width - labelColumns, 1)) {
        var line = StyledLine(TextWidth.pad(label, labelColumns), labelStyle)
        line.append(text, style)
        lines.append(line)
        label = ""
      }
    }
  }

  /// Adds a line as it is.
  mutating func add(_ line: StyledLine) { lines.append(line) }

  /// Adds an empty line, unless there is one or nothing yet.
  mutating func space() { if let last = lines.last, !last.spans.isEmpty { lines.append(StyledLine()) } }
}

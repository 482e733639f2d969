import Cluster
import Planning

/// What a backup server's card says; its lines stand beside those of the nodes that mean the same.
struct BackupCardText {
  let state: ScreenState
  let server: BackupServer
  let width: Int

  private var rows: CardRow { CardRow(width: width) }

  /// Its lines: 7, 5 or 3 of them.
  func lines(_ number: Int) -> [StyledLine] {
    guard server.isOnline else { return awayLines(number) }
    let memory = server.memory.fraction
    let all = [
      store,
      rows.kernel(running: server.kernel, next: server.needsReboot ? server.bootKernel : nil, style: .text),
      rows.version("PBS", server.version, uptimeSeconds: server.uptimeSeconds, style: .text),
      rows.updates(server.updates, rebootIsDue: server.needsReboot && rows.isWide, style: .text),
      rows.gauge(short: "mem", long: "memory", memory, figure: Figures.percent(memory)),
      backup,
      verification,
    ]
    switch number {
    case 7...: return all
    case 5...6: return [0, 2, 3, 5, 6].map { all[$0] }
    default: return [0, 3, 5].map { all[$0] }
    }
  }

  private var store: StyledLine {
    // The fullest is the one that fails first.
    guard let store = server.datastores.max(by: { $0.capacity.fraction < $1.capacity.fraction }) else {
      return rows.line(short: "", long: "store", value: StyledLine("no datastore", .dim))
    }
    let name = TextWidth.fit(store.name, rows.isWide ? CardRow.labelColumns - 1 : 6)
    let fraction = store.capacity.fraction
    return rows.gauge(
      short: name, long: name, fraction, figure: Figures.percent(fraction), style: fraction >= 0.9 ? .bright : .text)
  }

  private var backup: StyledLine {
    guard let last = server.lastBackup else {
      return rows.line(short: "backup", long: "backup", value: StyledLine("unknown", .dim))
    }
    let seconds = state.now - last
    return rows.line(
      short: "backup", long: "backup",
      // A nightly backup that is more than a day and a half old was missed.
      value: StyledLine("\(Figures.age(seconds)) ago", seconds > 36 * 3600 ? .bright : .text))
  }

  private var verification: StyledLine {
    guard let word = server.lastVerify, !word.isEmpty else {
      return rows.line(short: "verify", long: "verify", value: StyledLine("unknown", .dim))
    }
    let isGood = word.lowercased() == "ok"
    return rows.line(
      short: "verify", long: "verify", value: StyledLine(isGood ? "ok" : word, isGood ? .text : .danger))
  }

  private func awayLines(_ number: Int) -> [StyledLine] {
    Wrap.lines(server.problems.first ?? "no answer", width: width, linesMax: number).map { StyledLine($0, .danger) }
  }
}

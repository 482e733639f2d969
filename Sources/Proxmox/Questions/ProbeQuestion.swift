import Cluster
import Planning
import Remote

/// Whether a guest is well, asked by the node that runs it with what every node of Proxmox VE has.
struct ProbeQuestion {
  let guest: GuestID
  let kind: Guest.Kind
  let check: HealthProbe.Check

  /// One answer must come within these seconds; the question is asked again until the guest's own limit.
  static let limitSeconds = 10

  private var tried: String { "ask whether \(kind.rawValue)/\(guest) is well" }

  func line() -> CommandLine { CommandLine(command, purpose: tried) }

  private var command: Command {
    switch check {
    case .tcp(let host, let port):
      Command(
        words: [
          "perl", "-MIO::Socket::IP", "-e",
          "IO::Socket::IP->new(PeerHost => $ARGV[0], PeerPort => $ARGV[1]) or die \"$@\\n\"", host, "\(port)",
        ], limitSeconds: ProbeQuestion.limitSeconds)
    case .http(let url):
      Command(
        words: [
          "curl", "--silent", "--show-error", "--fail", "--globoff", "--max-time", "\(ProbeQuestion.limitSeconds)",
          "--output", "/dev/null", "--url", url,
        ])
    case .command(let words): inside(words).command
    }
  }

  private func inside(_ words: [String]) -> GuestCommand {
    GuestCommand(guest: guest, kind: kind, words: words, limitSeconds: ProbeQuestion.limitSeconds)
  }

  /// Every status is an answer; only a broken connection is none.
  func answer(from result: CommandResult, of node: NodeName) throws(NodeError) -> Health {
    guard case .status(let status) = result.exit else {
      throw NodeError(
        kind: .connectionLost, host: node.rawValue, tried: tried, answered: "the connection broke", remedy: "")
    }
    var final = Int(status)
    if case .command(let words) = check {
      guard let own = inside(words).status(status, output: result.outputText) else {
        return Health(isGood: false, seen: "it has not ended after \(ProbeQuestion.limitSeconds) s")
      }
      final = own
    }
    guard final != 0 else { return Health(isGood: true, seen: "it answers") }
    let said = Excerpt.errors(result.errorText)
    let late = status == 124 || status == 137
    return Health(
      isGood: false,
      seen: late ? "no answer within \(ProbeQuestion.limitSeconds) s" : said.isEmpty ? "exit status \(final)" : said)
  }
}

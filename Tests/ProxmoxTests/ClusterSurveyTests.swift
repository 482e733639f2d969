import Cluster
import Remote
import Synchronization
import Testing

@testable import Proxmox

@Suite struct ClusterSurveyTests {
  /// Hosts that answer only when all of them have been asked: asked one after the other, they never would.
  private final class Hosts: RemoteShell {
    private let waiting: Mutex<[CheckedContinuation<Void, Never>]> = Mutex([])
    private let expected: Int
    private let answers: [String: CommandResult]
    let lines: Mutex<[String: Set<String>]> = Mutex([:])

    init(_ answers: [String: CommandResult], expected: Int) {
      self.answers = answers
      self.expected = expected
    }

    func run(_ line: CommandLine, on host: String, deadline: Duration) async throws(NodeError) -> CommandResult {
      lines.withLock { _ = $0[host, default: []].insert(line.text) }
      await withCheckedContinuation { continuation in
        let ready = waiting.withLock { waiting in
          waiting.append(continuation)
          return waiting.count == expected ? waiting : []
        }
        for continuation in ready { continuation.resume() }
      }
      guard let answer = answers[host] else {
        throw NodeError(
          kind: .unreachable, host: host, tried: line.purpose, answered: "no route to host", remedy: "")
      }
      return answer
    }
  }

  @Test func `all hosts are asked at once, and the silent ones are told of`() async throws {
    var pve2 = try Script.survey()
    let members = try String(decoding: Sample.bytes("pve1/etc-pve-members.txt"), as: UTF8.self)
    pve2["/etc/pve/.members"] = SectionedResult.Part(
      members.replacing("\"nodename\": \"pve1\"", with: "\"nodename\": \"pve2\""))
    pve2["pct list"] = SectionedResult.Part("")
    pve2["qm list"] = SectionedResult.Part("")
    let hosts = Hosts(
      ["one": try Script.survey().result, "two": pve2.result, "pbs": try Script.backupServer().result],
      expected: 3 * SurveyQuestion.sections.count + 1)
    let survey = await ClusterSurvey.take(
      through: hosts,
      nodes: [
        NodeAddress(host: "one", address: "192.168.1.11"), NodeAddress(host: "two", address: "192.168.1.12"),
        NodeAddress(host: "three", address: "192.168.1.13"),
      ], backupServers: [BackupServerAddress(host: "pbs", address: "192.168.1.20", name: "pbs1")],
      deadline: .seconds(30), marker: { Script.marker }, now: { Timestamp(seconds: 1) })
    #expect(survey.inventory.nodes.map(\.name.rawValue) == ["pve1", "pve2", "pve3"])
    #expect(survey.inventory.nodes.map(\.isOnline) == [true, true, false])
    #expect(survey.inventory.backupServers.map(\.version) == ["3.2.3"])
    #expect(survey.inventory.takenAt == Timestamp(seconds: 1))
    #expect(survey.troubles.map(\.host) == ["three"])
    #expect(survey.troubles.map(\.error.kind) == [.unreachable])
    let names = survey.hosts.map { "\($0.key)=\($0.value)" }.sorted()
    #expect(names == ["pve1=one", "pve2=two", "pve3=three"])
    hosts.lines.withLock { #expect($0["one"] == $0["three"] && $0["one"]?.count == SurveyQuestion.sections.count) }
  }

  @Test func `a silent backup server is an offline card with the reason`() async {
    let hosts = Hosts([:], expected: 1)
    let survey = await ClusterSurvey.take(
      through: hosts, nodes: [],
      backupServers: [BackupServerAddress(host: "pbs", address: "192.168.1.20", name: "pbs1")],
      deadline: .seconds(30), marker: { Script.marker }, now: { Timestamp(seconds: 1) })
    #expect(survey.inventory.backupServers.map(\.isOnline) == [false])
    #expect(survey.inventory.backupServers.first?.problems == ["pbs: survey the backup server: no route to host"])
    #expect(survey.troubles.count == 1)
  }
}

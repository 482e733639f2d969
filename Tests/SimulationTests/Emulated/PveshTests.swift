import Foundation
import Testing

@testable import Simulation

struct PveshTests {
  private let world = World(SmallHerd.herd())

  private func json(_ line: String, on host: String = "pve1") throws -> Any {
    let answer = world.run(line + " --output-format json", on: host)
    #expect(answer.exit == .status(0), "\(line): \(answer.errors)")
    return try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
  }

  @Test func `cluster resources name guests, nodes and storages`() throws {
    let all = try #require(try json("pvesh get /cluster/resources") as? [[String: Any]])
    let plex = try #require(all.first { $0["id"] as? String == "lxc/101" })
    #expect(plex["status"] as? String == "running")
    #expect(plex["node"] as? String == "pve1")
    #expect(plex["maxmem"] as? Int == 512 << 20)
    let guests = try #require(try json("pvesh get /cluster/resources --type vm") as? [[String: Any]])
    #expect(guests.count == 9)
    #expect(all.contains { $0["id"] as? String == "storage/pve2/nfs-ct" })
  }

  @Test func `keys are sorted and the answer is one line`() {
    let output = world.run("pvesh get /version --output-format json").output
    #expect(output == #"{"release":"8.4","repoid":"2a5fa54a8503f96d","version":"8.4.1"}"# + "\n")
  }

  @Test func `an unknown path says which handler is missing and ends with 1`() {
    let answer = world.run("pvesh get /cluster/ha/rules")
    #expect(answer.errors == "No 'get' handler defined for '/cluster/ha/rules'\n")
    #expect(answer.exit == .status(1))
  }

  @Test func `a failed action ends with 0, its log and its task's id`() {
    let answer = world.run("pvesh create /nodes/pve1/lxc/102/migrate --target pve2 --restart 1")
    #expect(answer.exit == .status(0))
    #expect(answer.lines.contains { $0.contains("ERROR: migration aborted") })
    #expect(answer.lines.last?.hasPrefix("UPID:pve1:") == true)
    #expect(answer.lines.last?.hasSuffix(":vzmigrate:102:root@pam:") == true)
  }

  @Test func `running and ended tasks are told apart`() throws {
    let running = world.start("pct migrate 105 pve2 --restart")
    world.wait(5)
    let active = try #require(try json("pvesh get /nodes/pve1/tasks --source active") as? [[String: Any]])
    #expect(active.map { $0["status"] as? String } == ["RUNNING"])
    world.finish(running)
    let archive = try #require(try json("pvesh get /nodes/pve1/tasks") as? [[String: Any]])
    #expect(archive.first?["status"] as? String == "OK")
    let upid = try #require(archive.first?["upid"] as? String)
    let log = try #require(try json("pvesh get /nodes/pve1/tasks/\(upid)/log") as? [[String: Any]])
    #expect(log.last?["t"] as? String == "TASK OK")
  }

  @Test func `the other node's answers come through it, and not when it is gone`() throws {
    let status = try #require(try json("pvesh get /nodes/pve2/status", on: "pve1") as? [String: Any])
    #expect(status["pveversion"] as? String == "pve-manager/8.4.1/2a5fa54a8503f96d")
    world.cluster.node("pve2")?.goDown(returns: false)
    let answer = world.run("pvesh get /nodes/pve2/status --output-format json")
    #expect(answer.errors == "proxy handler failed: ssh: connect to host 192.168.1.12 port 22: No route to host\n")
    #expect(answer.exit != .status(0))
  }
}

import Planning
import Remote
import Testing

@testable import Proxmox

@Suite struct TroubleOfErrorTests {
  private static func error(_ kind: NodeError.Kind, _ answered: String = "x") -> NodeError {
    NodeError(kind: kind, host: "pve1", tried: "glance at the node", answered: answered, remedy: "do this")
  }

  @Test(arguments: [
    (NodeError.Kind.unreachable, "unreachable", true), (.connectionLost, "connection-lost", true),
    (.deadlineExceeded, "deadline-exceeded", true), (.channelRefused, "channel-refused", true),
    (.hostKeyUnknown(fingerprint: "SHA256:x"), "host-key-unknown", false),
    (.hostKeyChanged(fingerprint: "SHA256:x"), "host-key-changed", false), (.loginRefused, "login-refused", false),
    (.keyUnusable, "key-unusable", false), (.unreadable, "unreadable", false), (.refused, "refused", false),
  ])
  func `each kind has its code and says whether waiting helps`(
    _ kind: NodeError.Kind, _ code: String, _ isTransient: Bool
  ) {
    let trouble = Trouble(Self.error(kind))
    #expect(trouble.code == code)
    #expect(trouble.isTransient == isTransient)
    #expect(trouble.message == "pve1: glance at the node: x")
    #expect(trouble.remedy == "do this")
  }

  @Test(arguments: [
    "exit status 111: ipcc_send_rec[1] failed: Connection refused",
    "exit status 1: cat: /etc/pve/.members: No such file or directory",
    "exit status 2: grep: /etc/pve/local/lxc/101.conf: Transport endpoint is not connected",
  ])
  func `a cluster file system that restarts is worth another try`(_ answered: String) {
    #expect(Trouble(Self.error(.unreadable, answered)).isTransient)
    #expect(!Trouble(Self.error(.refused, answered)).isTransient)
  }
}

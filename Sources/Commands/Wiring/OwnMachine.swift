import Cluster
import FoundationEssentials
import Planning

extension Controller.Machine {
  /// The machine that this process runs on. What can't be read is left out.
  static func own(root: String = "") -> Controller.Machine {
    let cards = (try? FileManager.default.contentsOfDirectory(atPath: root + "/sys/class/net")) ?? []
    let addresses = cards.sorted().compactMap { line("\(root)/sys/class/net/\($0)/address") }
    let environment = text(root + "/proc/1/environ") ?? ""
    return Controller.Machine(
      name: line(root + "/proc/sys/kernel/hostname") ?? "",
      productID: line(root + "/sys/class/dmi/id/product_uuid"),
      hardwareAddresses: addresses.filter { $0 != "00:00:00:00:00:00" },
      bootID: line(root + "/proc/sys/kernel/random/boot_id").map { BootID($0) },
      isContainer: FileManager.default.fileExists(atPath: root + "/run/systemd/container")
        || environment.split(separator: "\0").contains { $0.hasPrefix("container=") })
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func line(_ path: String) -> String? {
    let first = text(path)?.split(whereSeparator: \.isNewline).first.map(String.init)
    return first?.isEmpty == false ? first : nil
  }
}

extension ClusterAccess {
  /// What the operator wants, with what is found out about where herdmon itself runs. A demo's cluster is not the one
  /// that this process runs in.
  func policy(for inventory: Inventory) -> Policy {
    isDemo ? policy : policy.running(from: Controller.find(.own(), in: inventory))
  }
}

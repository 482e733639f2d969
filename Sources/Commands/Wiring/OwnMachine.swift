import Cluster
import FoundationEssentials
import Planning

extension Controller.Machine {
  /// The machine that this process runs on. What can't be read is left out.
  static func own(root: String = "") -> Controller.Machine {
    let cards = (try? FileManager.default.contentsOfDirectory(atPath: root + "/sys/class/net")) ?? []
    let addresses = cards.sorted().compactMap { line("\(root)/sys/class/net/\($0)/address") }
    let environment = text(root + "/proc/1/environ") ?? ""
    // systemd tells of LXC and nspawn, Docker and Podman by files of their own.
    let signs = ["/run/systemd/container", "/.dockerenv", "/run/.containerenv"]
    var machine = Controller.Machine(
      name: line(root + "/proc/sys/kernel/hostname") ?? "",
      productID: line(root + "/sys/class/dmi/id/product_uuid"),
      hardwareAddresses: addresses.filter { $0 != "00:00:00:00:00:00" },
      bootID: line(root + "/proc/sys/kernel/random/boot_id").map { BootID($0) },
      isContainer: signs.contains { FileManager.default.fileExists(atPath: root + $0) }
        || environment.split(separator: "\0").contains { $0.hasPrefix("container=") })
    // `0 100000 65536`: its ids from 0 on are the kernel's from 100000 on.
    let map = line(root + "/proc/self/uid_map")?.split(separator: " ") ?? []
    machine.isUnprivileged = map.count == 3 && map[1] != "0"
    machine.volumes = volumes(in: text(root + "/proc/self/mountinfo") ?? "")
    return machine
  }

  /// Guests whose volumes are mounted, in order: `/dev/mapper/pve-vm--101--disk--0`, `rpool/data/subvol-101-disk-0`.
  static func volumes(in mounts: String) -> [GuestID] {
    var found: Set<GuestID> = []
    for line in mounts.split(whereSeparator: \.isNewline) {
      // What is mounted stands behind the hyphen that ends the optional fields.
      guard let end = line.range(of: " - ") else { continue }
      let words = line[end.upperBound...].replacing("--", with: "-").split { "/- ".contains($0) }
      for (index, word) in words.enumerated().dropLast(2) where ["vm", "subvol", "basevol"].contains(word) {
        if words[index + 2] == "disk", let id = Int(words[index + 1]), id >= 100 { found.insert(GuestID(id)) }
      }
    }
    return found.sorted()
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

import Cluster
import Simulation

/// Three nodes of the built-in herd with eight of its guests, among them a privileged container with a device.
enum RehearsalHerd {
  static let herd: Herd = {
    var herd = SeedHerd.herd
    herd.backupServers = []
    herd.guests = herd.guests.filter { [101, 102, 116, 126, 127, 130, 200, 201].contains($0.id.rawValue) }
    return herd
  }()
}

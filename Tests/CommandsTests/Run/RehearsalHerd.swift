import Cluster
import Simulation

/// Three nodes of the built-in herd with nine of its guests, among them a privileged container with a device and a
/// container that is stopped.
enum RehearsalHerd {
  static let herd: Herd = {
    var herd = SeedHerd.herd
    herd.backupServers = []
    herd.guests = herd.guests.filter { [101, 102, 116, 126, 127, 129, 130, 200, 201].contains($0.id.rawValue) }
    return herd
  }()
}

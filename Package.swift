// swift-tools-version: 6.2
import PackageDescription

// Layers from the top down. A target may import only what stands below it; the compiler keeps the arrows.
let package = Package(
  name: "herdmon",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "herdmon", targets: ["herdmon"]),
    .executable(name: "herdmon-lab-shell", targets: ["LabShell"]),
    .executable(name: "herdmon-bench", targets: ["Bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // The binary: main.swift, nothing else.
    .executableTarget(name: "herdmon", dependencies: ["Commands"]),
    // One file a command; configuration, wiring, exit codes. The only module that knows every other.
    .target(
      name: "Commands",
      dependencies: [
        "Screen", "Terminal", "Orchestration", "Simulation", "Proxmox", "SSH", "Remote", "Planning", "Cluster", "Local",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    // The TUI as state, update and views drawn into a cell canvas.
    .target(
      name: "Screen",
      dependencies: ["Planning", "Cluster", .product(name: "TOMLKit", package: "TOMLKit")]),
    // Canvas to the real terminal, key decoding, restore on every exit. The only importer of CNcurses.
    .target(name: "Terminal", dependencies: ["Screen", "Cluster", "CNcurses"]),
    // The actor that carries a run out: action runner, journal, local lock, event stream, its readers' socket.
    .target(name: "Orchestration", dependencies: ["Proxmox", "Remote", "Planning", "Cluster", "Local"]),
    // The simulated cluster and its two doors, in-process and behind real sshd. Never imports Proxmox.
    .target(name: "Simulation", dependencies: ["Remote", "Cluster", "LabWire", "Local"]),
    // Questions and orders to a node: command line and parser in one typed value.
    .target(name: "Proxmox", dependencies: ["Remote", "Planning", "Cluster"]),
    // libssh2 sessions, channels, login, known hosts. The only importer of CLibssh2.
    .target(name: "SSH", dependencies: ["Remote", "Cluster", "CLibssh2"]),
    // Inventory and policy to plan; RunMachine with its events and actions. Pure.
    .target(name: "Planning", dependencies: ["Cluster"]),
    // The seam to the outside: run a command line on a named host. Quoting, results, detached jobs.
    .target(name: "Remote", dependencies: ["Cluster"]),
    // The vocabulary as plain values.
    .target(name: "Cluster"),
    // What sshd starts for every command in the lab: hands it to the simulated node. Small, so that it starts fast.
    .executableTarget(name: "LabShell", dependencies: ["LabWire", "Local"]),
    // What the lab shell and the lab's daemon say to each other.
    .target(name: "LabWire", dependencies: ["Local"]),
    // This machine: programs and Unix sockets.
    .target(name: "Local"),
    // Committed measurements and their goals.
    .executableTarget(name: "Bench", dependencies: ["Screen", "Proxmox", "Remote", "Planning", "Cluster"]),
    // C libraries, found by pkg-config: module maps and shims for macros and variadics only.
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .systemLibrary(name: "CLibssh2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),

    // For tests that compute for long, so that those with real processes need not wait for them.
    .target(name: "TestPace", path: "Tests/TestPace"),
    // One folder of tests a module; the lab's and the SSH module's start real sshd processes.
    .testTarget(name: "ClusterTests", dependencies: ["Cluster"]),
    .testTarget(name: "RemoteTests", dependencies: ["Remote", "Cluster"]),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "Cluster", "TestPace"]),
    .testTarget(
      name: "ProxmoxTests",
      dependencies: ["Proxmox", "Remote", "Planning", "Cluster", "TestPace"],
      resources: [.copy("Samples")]),
    .testTarget(
      name: "OrchestrationTests",
      dependencies: ["Orchestration", "Simulation", "Proxmox", "Remote", "Planning", "Cluster", "Local"]),
    .testTarget(name: "SSHTests", dependencies: ["SSH", "Remote", "Cluster"]),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation", "Remote", "Cluster"]),
    .testTarget(name: "LabTests", dependencies: ["Simulation", "LabWire", "Local", "herdmon", "LabShell"]),
    .testTarget(
      name: "ScreenTests", dependencies: ["Screen", "Planning", "Cluster", "TestPace"], resources: [.copy("Golden")]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Screen"]),
    // The real program in real terminals.
    .testTarget(name: "TerminalScenarioTests", dependencies: ["herdmon"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Orchestration", "Screen", "Terminal", "Planning", "Cluster", "Remote", "Local", "TestPace",
      ]),
    // The house rules over the whole tree.
    .testTarget(name: "HouseRulesTests", dependencies: ["TestPace"]),
  ],
  swiftLanguageModes: [.v6]
)

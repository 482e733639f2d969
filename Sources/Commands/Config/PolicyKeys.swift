import Cluster
import Planning

// The sections [policy] and [timing], which describe a value that planning and running go by.

extension Policy {
  static var keys: [ConfigKey<Policy>] {
    [
      .choice("config_files", \.configFiles),
      .flag("repair_packages", \.repairsPackages),
      .flag("unlock_own_moves", \.unlocksOwnMoves),
      .choice("reboot", \.reboot),
      .choice("strategy", \.strategy),
      .flag("overlap", \.overlaps),
      ConfigKey(name: "apart_tags") { value, policy throws(ConfigProblem) in
        policy.apartTags = try value.strings()
      },
      .text("canary", \.canary, as: "a node name (letters, digits and hyphens)") { NodeName($0).map(Optional.some) },
      .duration("soak", \.soakSeconds, in: 0...604_800),
      ConfigKey(name: "window") { value, policy throws(ConfigProblem) in
        let text: String
        if case .array = value.content {
          text = try value.strings().joined(separator: ";")
        } else {
          text = try value.string()
        }
        guard let window = Window(text) else {
          throw ConfigProblem(line: value.line, message: "'\(text)' is not a window such as \"Sun 02:00-06:00\"")
        }
        policy.window = window
      },
      .integer("max_failed_nodes", \.failedNodesMax, in: 0...63),
      ConfigKey(name: "max_failed_guests") { value, policy throws(ConfigProblem) in
        policy.failedGuestsMax = try value.integer(in: 0...100_000)
      },
      .choice("other_actors", \.otherActors),
      .flag("ceph_noout", \.cephNoout),
      .choice("reboot_method", \.rebootMethod),
      .choice("reboot_escalation", \.rebootEscalation),
      .choice("on_guest_failure", \.onGuestFailure),
      .choice("immovable", \.immovable),
      .choice("cluster_record", \.record),
      ConfigKey(name: "shutdown_guests") { value, policy throws(ConfigProblem) in
        policy.guestRules.append(GuestRule(ids: try value.guestIDs(), handling: .shutdown))
      },
      .integer("container_moves", \.containerMovesMax, in: 1...64),
      .integer("machine_moves", \.machineMovesMax, in: 1...16),
      .integer("move_attempts", \.moveAttemptsMax, in: 1...10),
      ConfigKey(name: "shutdown_timeout") { value, policy throws(ConfigProblem) in
        // `pct migrate --timeout` takes whole seconds.
        policy.shutdownSeconds = Int(try value.seconds(in: 1...3600).rounded(.up))
      },
      .number("memory_limit", \.memoryLimit, in: 0.1...1),
      .duration("busy_wait", \.busyWaitSeconds, in: 0...86_400),
    ]
  }
}

extension Timing {
  static var keys: [ConfigKey<Timing>] {
    [
      .duration("poll", \.pollSeconds, in: 0.05...60),
      .duration("stagger", \.staggerSeconds, in: 0...60),
      .duration("answer", \.answerSeconds, in: 1...600),
      .duration("retry", \.retrySeconds, in: 0.05...60),
      .duration("retry_max", \.retryMaxSeconds, in: 0.05...600),
      .duration("silence_max", \.silenceMaxSeconds, in: 1...86_400),
      .duration("move_max", \.moveMaxSeconds, in: 1...86_400),
      .duration("upgrade_max", \.upgradeMaxSeconds, in: 1...86_400),
      .duration("upgrade_silence_max", \.upgradeSilenceMaxSeconds, in: 1...86_400),
      .duration("reboot_max", \.rebootMaxSeconds, in: 1...86_400),
      .duration("shutdown_max", \.shutdownMaxSeconds, in: 1...86_400),
      .duration("maintenance_max", \.maintenanceMaxSeconds, in: 1...86_400),
      .duration("reboot_poll", \.rebootPollSeconds, in: 0.05...300),
    ]
  }
}

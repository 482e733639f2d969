import Cluster
import Orchestration
import Planning
import Screen

/// What the screen wants done, done beside it: looking at the cluster, planning, carrying a run out. It tells the screen
/// through `post` and never waits for it.
actor ScreenWorker {
  let access: ClusterAccess
  let options: CommonOptions
  /// Arguments of this process, for the processes of runs.
  let arguments: [String]
  let post: @Sendable (ScreenInput) -> Void
  /// How the run that is shown is steered; nil while none is.
  var steering: (@Sendable (Steering) -> Void)?
  /// The run that is shown.
  var followed: RunID?
  var isStarting = false
  /// The last run of a cluster that lives in this process, as long as it can be taken up.
  var resumable: RunSession?
  /// Where guests belonged before drains that left no journal, those of a cluster that lives in this process.
  var drains: [NodeName: [GuestID: NodeName]] = [:]
  private var isLooking = false

  /// Seconds between two looks at the cluster while nothing happens. The seed's web page asked every 30 s; a look
  /// costs each node a few seconds of one processor.
  private static let lookInterval = 20.0

  init(
    access: ClusterAccess, options: CommonOptions, arguments: [String],
    post: @escaping @Sendable (ScreenInput) -> Void
  ) {
    self.access = access
    self.options = options
    self.arguments = arguments
    self.post = post
  }

  /// Does what the screen asks for.
  func carryOut(_ command: ScreenCommand) async {
    switch command {
    case .refresh: await look()
    case .plan(let scope): await plan(scope)
    case .start(let scope): await start(scope)
    case .settle(let settlement): await settle(settlement)
    case .steer(let told): steering?(told)
    case .save(let name, let lines): post(.message(LogFile.write(lines, to: name)))
    case .listRuns: listRuns()
    case .goWrong(let fault): await access.goWrong(fault).map { post(.message($0)) }
    case .tryTheme, .useTheme, .captureMouse, .quit, .redraw, .suspend, .replay, .play: break
    }
  }

  /// Looks at the cluster again and again, until cancelled.
  func watch() async {
    while !Task.isCancelled {
      await look()
      // A demo's clock is fast; the operator's eyes and this machine's processor are not.
      let scale = (access.clock as? ScaledClock)?.scale ?? 1
      await access.clock.sleep(seconds: max(ScreenWorker.lookInterval, 2 * scale))
    }
  }

  /// Looks at the cluster once; a look that is under way already is not doubled.
  func look() async {
    guard !isLooking else { return }
    isLooking = true
    defer { isLooking = false }
    let survey = await access.survey()
    if survey.inventory.nodes.contains(where: \.isOnline) {
      post(.inventory(survey.inventory))
    } else {
      post(.inventoryFailed(survey.troubles.map(\.error.description)))
    }
  }

  /// Works out on a fresh look what a scope would mean.
  func plan(_ scope: RunScope) async {
    let survey = await access.survey()
    guard survey.inventory.nodes.contains(where: \.isOnline) else {
      post(.planFailed("no node answers"))
      return
    }
    post(.inventory(survey.inventory))
    do throws(NothingDrained) {
      let homes = try homes(for: scope)
      let policy = access.policy(for: survey.inventory)
      let plan = Planner.plan(
        scope: scope, policy: policy, inventory: survey.inventory, homes: homes, forecast: access.forecast())
      post(.plan(scope, plan))
    } catch {
      post(.planFailed("\(error)"))
    }
  }

  /// Where guests belong that are to be brought home; everyone else is at home.
  func homes(for scope: RunScope) throws(NothingDrained) -> [GuestID: NodeName] {
    guard case .undrain(let nodes) = scope, let node = nodes.first else { return [:] }
    guard let homes = drains[node] ?? access.state?.homes(beforeDrainOf: node) else {
      throw NothingDrained(node: node)
    }
    return homes
  }
}

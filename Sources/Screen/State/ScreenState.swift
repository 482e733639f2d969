import Cluster
import Planning

/// All that the screen shows. Views read it and nothing else; only `handle` changes it.
public struct ScreenState: Sendable {
  /// What is fixed when the screen starts.
  public struct Options: Hashable, Sendable {
    /// Name of the cluster in the configuration, shown until the cluster tells its own.
    public var clusterName: String
    /// Nodes of the configuration, shown until the cluster has answered.
    public var nodes: [NodeName]
    /// Backup servers of the configuration, shown until they have answered.
    public var backupServers: [String]
    /// What the operator wants of guests.
    public var policy = Policy()
    /// Which keys do what.
    public var keys = KeyMap.standard
    /// Whether nothing may be changed.
    public var isReadOnly: Bool
    /// Whether a run ends with the screen, as that of a simulated cluster in the same process does. Others go on.
    public var ownsRuns = true
    /// Whether the cluster is simulated, so that things may go wrong in it on purpose.
    public var isDemo = false
    /// Whether what is shown is over, and is only played again.
    public var isReplay = false
    /// Whether only ASCII is drawn.
    public var isASCII: Bool
    /// Whether what just changed glows for a moment.
    public var glows: Bool
    /// Seconds of the clock in one that the operator lives through; a demo's clock is faster.
    public var timeScale = 1.0
    /// Seconds that the operator's wall clock is east of UTC, until `ScreenInput.zone` tells another number.
    public var utcOffsetSeconds: Int

    /// What is fixed when the screen starts.
    public init(
      clusterName: String = "", nodes: [NodeName] = [], backupServers: [String] = [], isReadOnly: Bool = false,
      isASCII: Bool = false,
      glows: Bool = true, utcOffsetSeconds: Int = 0
    ) {
      self.clusterName = clusterName
      self.nodes = nodes
      self.backupServers = backupServers
      self.isReadOnly = isReadOnly
      self.isASCII = isASCII
      self.glows = glows
      self.utcOffsetSeconds = utcOffsetSeconds
    }
  }

  /// How the key of an action is written.
  func label(of action: KeyAction) -> String { options.keys.label(of: action) }

  /// A sentence in the status line, and whether it refuses something.
  struct StatusMessage: Hashable, Sendable {
    var text: String
    var isRefusal: Bool
    var since: Timestamp
  }

  struct LastAnswer: Hashable, Sendable {
    var node: Node
    var time: Timestamp
  }

  /// What was fixed at the start.
  public let options: Options
  /// Size of the terminal.
  public internal(set) var size: Size
  /// When the last tick was.
  public internal(set) var now: Timestamp
  /// The cluster as last seen.
  public internal(set) var inventory: Inventory?
  /// Why the cluster was not seen the last time; empty when it was.
  public internal(set) var troubles: [String] = []
  /// Where the run stands; nil when none is going on.
  public internal(set) var progress: RunProgress?
  /// How the last run ended.
  public internal(set) var lastRun: LastRun?
  /// Runs that have a journal, newest first; nil until they were read.
  public internal(set) var pastRuns: [PastRun]?
  /// A run that ended before its work was done, and can be taken up.
  public internal(set) var openRun: OpenRun?
  /// The pane's lines.
  public internal(set) var log: LogBuffer
  /// What lies over the screen.
  public internal(set) var dialog: Dialog?
  /// Number of the selected card.
  public internal(set) var selected = 0
  /// The page that is shown.
  public internal(set) var page = Page.cluster
  /// What is being typed into the last line.
  public internal(set) var prompt: Prompt?
  /// Which output the pane shows.
  public internal(set) var output = ShownOutput.ofNodes
  /// How the run that is played again goes on; nil where none is.
  public internal(set) var playback: Playback?
  /// Whether the screen leaves when the run ends.
  public internal(set) var leavesAfterRun = false

  /// Whether clicks and the wheel come to us.
  public internal(set) var capturesMouse = false
  /// Name of the theme in use.
  public internal(set) var theme = ""
  /// Names of the themes that there are.
  public internal(set) var knownThemes: [String] = []
  /// Seconds that the operator's wall clock is east of UTC.
  public internal(set) var utcOffsetSeconds: Int

  var status: StatusMessage?
  /// The page that was shown before.
  var lastPage = Page.guests
  /// How the table of each page is looked at.
  var tables: [Page: TableState] = [:]
  /// How the log is looked at below the cards, and on its own page.
  var clusterPane = LogPane()
  var logPane = LogPane()
  /// Whether nodes are wanted as lines where they could be cards, or as cards where they would be lines.
  var prefersOtherForm = false
  /// Guests on their way, by the lane in which they are seen.
  var lanes: [GuestID?] = []
  /// What each node last answered, and when.
  var lastAnswers: [NodeName: LastAnswer] = [:]
  /// Where the guests were when the run began.
  var startPlaces: [GuestID: NodeName] = [:]
  /// When guests arrived that still glow, or that no survey has seen since.
  var arrivals: [GuestID: Timestamp] = [:]
  /// Seconds that each guest was out the last time it moved while this screen watched.
  var outages: [GuestID: Double] = [:]
  var worstOutage: LastRun.Outage?
  /// The run that the worst outage and the records belong to.
  var recordedRun: RunID?
  /// What that run has told, without output.
  var runRecords: [RunRecord] = []
  /// Runs that ended while this screen watched, newest first.
  var endedRuns: [PastRun] = []

  /// Seconds for which something new glows.
  var glowSeconds: Double { 4 * options.timeScale }
  /// Seconds that a survey takes at most, so that what it tells may be so much older than its end.
  static let surveySeconds = 10.0
  /// Seconds for which a sentence stays in the status line.
  var statusSeconds: Double { 8 * options.timeScale }

  /// A screen that knows nothing of the cluster yet.
  public init(options: Options = Options(), size: Size, now: Timestamp, logLinesMax: Int = 10_000) {
    self.options = options
    self.size = size
    self.now = now
    utcOffsetSeconds = options.utcOffsetSeconds
    log = LogBuffer(linesMax: logLinesMax)
  }

  /// Name of the cluster as far as it is known.
  var clusterName: String {
    if let name = inventory?.clusterName, !name.isEmpty { return name }
    return options.clusterName.isEmpty ? "cluster" : options.clusterName
  }

  /// Whether a run is going on.
  var isRunning: Bool {
    switch progress?.state {
    case .running, .stopping, .aborting, .paused: true
    case .ended, nil: false
    }
  }

  /// The run that goes on without this screen; nil when none does.
  public var runLeftRunning: RunID? { isRunning && !options.ownsRuns ? progress?.run : nil }

  var clock: WallClock { WallClock(utcOffsetSeconds: utcOffsetSeconds) }

  /// What of the clock is to be seen: while nothing happens, the same gives the same picture. During a run that is the
  /// second, else the minute, as long as nothing new fades.
  public var shownMoment: Int64 {
    let isNew = status != nil || !arrivals.isEmpty || (log[log.end - 1].map { isFresh($0.time) } ?? false)
    let second = now.milliseconds / 1000
    return isRunning || isNew || options.isReplay ? second : -(second / 60)
  }

  /// Whether something that happened then is still to be shown as new.
  func isFresh(_ moment: Timestamp) -> Bool {
    options.glows && now - moment < glowSeconds && moment <= now + 1
  }
}

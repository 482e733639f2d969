import Testing

@testable import Commands

@Suite struct ConfigPlaceTests {
  @Test func `root has the system's directories`() {
    let place = ConfigPlace(
      isRoot: true, environment: ["HOME": "/root", "XDG_CONFIG_HOME": "/x"], workingDirectory: "/w")
    #expect(place.configPath == "/etc/herdmon/herdmon.toml")
    #expect(place.stateDirectory == "/var/lib/herdmon")
  }

  @Test func `everyone else has those of XDG`() {
    let place = ConfigPlace(
      isRoot: false, environment: ["HOME": "/home/eva", "XDG_STATE_HOME": "/srv/state"], workingDirectory: "/w")
    #expect(place.configPath == "/home/eva/.config/herdmon/herdmon.toml")
    #expect(place.stateDirectory == "/srv/state/herdmon")
    #expect(
      place.themeDirectories == [
        "/home/eva/.local/share/herdmon/themes", "/usr/local/share/herdmon/themes", "/usr/share/herdmon/themes",
      ])
  }

  @Test func `a relative XDG directory is ignored, as its specification wants`() {
    let place = ConfigPlace(
      isRoot: false, environment: ["HOME": "/home/eva", "XDG_CONFIG_HOME": "conf"], workingDirectory: "/w")
    #expect(place.configPath == "/home/eva/.config/herdmon/herdmon.toml")
  }

  @Test func `paths given on the command line start at the working directory`() {
    let place = ConfigPlace(
      config: "lab/h.toml", state: "~/s", isRoot: true, environment: ["HOME": "/root"], workingDirectory: "/w")
    #expect(place.configPath == "/w/lab/h.toml")
    #expect(place.stateDirectory == "/root/s")
    #expect(place.absolute("keys/id") == "/w/lab/keys/id")
    #expect(place.absolute("~/id") == "/root/id")
    #expect(place.absolute("/id") == "/id")
  }
}

// What an app does with the client that OpenAPI Generator's swift6 wrote: nothing else speaks to the server.
import Foundation

@main
struct SwiftClient {
    static func opening(_ at: UUID) -> OpenIncident {
        OpenIncident(
            id: UUID(), incidentType: .hazmat, isExercise: true, severity: .severe, siteId: at,
            title: "Smell of gas in the gym", type: .openIncident)
    }

    static func say(_ text: String) -> Command {
        .typePostMessage(PostMessage(id: UUID(), text: text, type: .postMessage))
    }

    static func text(of entry: LogEntry) -> String {
        guard case .typeEntryFrame(let frame) = entry else { return "" }
        guard case .typeMessagePosted(let posted) = frame.content.event else { return "" }
        return posted.text
    }

    static func main() async throws {
        let given = CommandLine.arguments
        let configuration = OpenAPIClientAPIConfiguration.shared
        configuration.basePath = given[1]
        let signedIn = try await SignInAPI.signIn(signIn: SignIn(password: given[3], username: given[2]))
        configuration.customHeaders["X-Session-Token"] = signedIn.meta.sessionToken ?? ""
        let opened = try await IncidentsAPI.openIncident(openIncident: opening(UUID(uuidString: given[4])!))
        let first = try await RoomsAPI.runCommand(roomId: opened.roomId, command: say("First."))
        let second = say("Second.")
        _ = try await RoomsAPI.runCommand(roomId: opened.roomId, command: second)
        let again = try await RoomsAPI.runCommand(roomId: opened.roomId, command: second)
        let missed = try await RoomsAPI.listEntries(roomId: opened.roomId, after: first.seq ?? 0)
        var refused = ""
        do {
            _ = try await IncidentsAPI.openIncident(openIncident: opening(UUID()))
        } catch {
            if case .error(_, let body?, _, _) = error {
                refused = try JSONDecoder().decode(Problem.self, from: body).code
            }
        }
        let said: [String: Any] = [
            "room_id": opened.roomId.uuidString.lowercased(), "texts": missed.entries.map(text),
            "is_repeat": again.isRepeat, "refused": refused,
        ]
        print(String(decoding: try JSONSerialization.data(withJSONObject: said), as: UTF8.self))
    }
}

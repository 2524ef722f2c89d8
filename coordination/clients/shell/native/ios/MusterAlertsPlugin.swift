import Capacitor
import UserNotifications

/// Asks the person for alerts, also for those that sound while the phone is silent: the entitlement for critical alerts is
/// Apple's to give. Register it in the app's view controller: docs/shell.md.
@objc(MusterAlertsPlugin)
public class MusterAlertsPlugin: CAPPlugin, CAPBridgedPlugin {
    public let identifier = "MusterAlertsPlugin"
    public let jsName = "MusterAlerts"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(name: "prepare", returnType: CAPPluginReturnPromise)
    ]

    @objc func prepare(_ call: CAPPluginCall) {
        ask(for: [.alert, .badge, .sound, .criticalAlert]) { granted in
            // Without the entitlement the first question is an error: then alerts sound like any other.
            if granted { return self.answer(call) }
            self.ask(for: [.alert, .badge, .sound]) { _ in self.answer(call) }
        }
    }

    private func ask(for options: UNAuthorizationOptions, then: @escaping (Bool) -> Void) {
        UNUserNotificationCenter.current().requestAuthorization(options: options) { granted, _ in then(granted) }
    }

    private func answer(_ call: CAPPluginCall) {
        UNUserNotificationCenter.current().getNotificationSettings { settings in
            call.resolve([
                "granted": settings.authorizationStatus == .authorized,
                "critical": settings.criticalAlertSetting == .enabled,
            ])
        }
    }
}

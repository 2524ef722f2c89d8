package org.example.musterpoint;

import android.Manifest;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.media.AudioAttributes;
import android.media.RingtoneManager;
import android.os.Build;
import com.getcapacitor.JSObject;
import com.getcapacitor.PermissionState;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;
import com.getcapacitor.annotation.Permission;
import com.getcapacitor.annotation.PermissionCallback;
import java.util.Locale;

/**
 * Asks the person for alerts, and makes the channels that the server names (docs/mobile.md): one of them sounds like an
 * alarm clock, and through "do not disturb" if the person allows that in the phone's settings. Register it in the main
 * activity: docs/shell.md.
 */
@CapacitorPlugin(
    name = "MusterAlerts",
    permissions = @Permission(alias = "alerts", strings = { Manifest.permission.POST_NOTIFICATIONS })
)
public class MusterAlertsPlugin extends Plugin {

    @PluginMethod
    public void prepare(PluginCall call) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) makeChannels();
        boolean isAsked = Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU;
        if (isAsked && getPermissionState("alerts") != PermissionState.GRANTED) requestPermissionForAlias("alerts", call, "answer");
        else answer(call);
    }

    @PermissionCallback
    private void answer(PluginCall call) {
        NotificationManager manager = getContext().getSystemService(NotificationManager.class);
        JSObject told = new JSObject();
        told.put("granted", manager.areNotificationsEnabled());
        told.put("critical", manager.isNotificationPolicyAccessGranted());
        call.resolve(told);
    }

    private void makeChannels() {
        boolean isSpanish = Locale.getDefault().getLanguage().equals("es");
        NotificationManager manager = getContext().getSystemService(NotificationManager.class);
        NotificationChannel critical = new NotificationChannel(
            "critical",
            isSpanish ? "Alarmas" : "Alarms",
            NotificationManager.IMPORTANCE_HIGH
        );
        critical.setBypassDnd(true);
        critical.enableVibration(true);
        critical.setSound(
            RingtoneManager.getDefaultUri(RingtoneManager.TYPE_ALARM),
            new AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_ALARM).build()
        );
        NotificationChannel standard = new NotificationChannel(
            "standard",
            isSpanish ? "Noticias" : "News",
            NotificationManager.IMPORTANCE_HIGH
        );
        NotificationChannel silent = new NotificationChannel(
            "silent",
            isSpanish ? "Sin sonido" : "Without a sound",
            NotificationManager.IMPORTANCE_DEFAULT
        );
        silent.setSound(null, null);
        silent.enableVibration(false);
        for (NotificationChannel one : new NotificationChannel[] { critical, standard, silent }) manager.createNotificationChannel(one);
    }
}

// What the generated calls name of Retrofit and OkHttp, which no registry of a set-up has: nothing of it is called.
package okhttp3

abstract class RequestBody
abstract class ResponseBody
class MultipartBody { class Part }

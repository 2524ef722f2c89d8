// What the generated calls name of Retrofit and OkHttp, which no registry of a set-up has: nothing of it is called.
package okhttp3

abstract class RequestBody
abstract class ResponseBody
class MultipartBody { class Part }

interface Interceptor {
    fun intercept(chain: Chain): Response

    interface Chain {
        fun request(): Request
        fun proceed(request: Request): Response
    }
}

class Response

class Request {
    val headers = mapOf<String, String>()
    fun header(name: String): String? = headers[name]
    fun newBuilder(): Builder = Builder()

    class Builder {
        fun addHeader(name: String, value: String): Builder = this
        fun build(): Request = Request()
    }
}

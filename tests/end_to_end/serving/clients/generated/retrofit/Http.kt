// What the generated calls name of Retrofit and OkHttp, which no registry of a set-up has: nothing of it is called.
package retrofit2.http

annotation class GET(val value: String)
annotation class POST(val value: String)
annotation class PUT(val value: String)
annotation class PATCH(val value: String)
annotation class DELETE(val value: String)
annotation class Path(val value: String)
annotation class Query(val value: String)
annotation class Header(val value: String)
annotation class Part(val value: String = "")
annotation class Field(val value: String)
annotation class Body
annotation class Multipart
annotation class FormUrlEncoded
annotation class Streaming

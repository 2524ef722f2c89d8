// What the generated calls name of Retrofit and OkHttp, which no registry of a set-up has: nothing of it is called.
package retrofit2

interface Call<T>

namespace Yilai.Alipay.Tests;

/// <summary>A key, a text and its signature that OpenSSL made: <c>openssl dgst -sha256 -sign key.pem text</c>. The key is for nothing else.</summary>
internal static class OpenSsl
{
    public const string Text = "app_id=2021000000000001&biz_content={\"out_trade_no\":\"7\",\"subject\":\"挂号 a&b\"}&charset=utf-8";

    public const string Signature =
        "fMBZ5wqu7gpW9XsgrKt9jEwGkr0laOG/LWhZua2XDyKS6d1rm5GbmGe83weFKCct+9k8pqZFgZTQSlGwOO6oXW/bsiMvh+0D/qzdGcj76jrvkvylBKQABGTT" +
        "q2dGRM9FwwWlsNI+fBs5R+FDOqzEySouCALyL/X+1+iE71eho11W9RcS2lev7WGSugVzwOM6duBy8PT1QKMb4Kuts0wmS3W4IcW9oMjf9nw6w9n44VWjk3Gw" +
        "OJdY4LoiBr7q2Q1IyiWXtsmdxPefEjV1+62txSoFqzkIo68rO821YSBYdtAdfFB5qY+TSzw9ecq+A8h6cYm0sRjZeKebx4kT1Yn6tw==";

    public const string PublicKey =
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4LBWoi7DxC3N9NBPpcv+JOoxjOBLbHMi3zTbNBWHx8IeKNyPdXjJC7wD+RV1eddROppBuYtZ/3wX" +
        "F8zClvA3T32uAtOcI57LsFwGHgjbeI073wk/d0YbT61Egw2FxJn38aBmx3ErY3oYjl9Z+BimDROHP5XPYfcmoT+GDo6bYFDgfVYjE5FAOBpD1OcFPVSl4GQg" +
        "RMfWG1/Z7lqhoGqIXi6+Qw2s0jOfFZqSxval41zPySi4UNm214ySbfBddeBMwLpHo0DbO9sFxae0GXO7nVx0JnytwSY0/JQLe2IERNyaipXklMD1tI152AjW" +
        "3171J9WizJLUYf0awCgtxz2wawIDAQAB";

    public const string Pkcs8 =
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDgsFaiLsPELc300E+ly/4k6jGM4EtscyLfNNs0FYfHwh4o3I91eMkLvAP5FXV511E6mkG5" +
        "i1n/fBcXzMKW8DdPfa4C05wjnsuwXAYeCNt4jTvfCT93RhtPrUSDDYXEmffxoGbHcStjehiOX1n4GKYNE4c/lc9h9yahP4YOjptgUOB9ViMTkUA4GkPU5wU9" +
        "VKXgZCBEx9YbX9nuWqGgaoheLr5DDazSM58VmpLG9qXjXM/JKLhQ2bbXjJJt8F114EzAukejQNs72wXFp7QZc7udXHQmfK3BJjT8lAt7YgRE3JqKleSUwPW0" +
        "jXnYCNbfXvUn1aLMktRh/RrAKC3HPbBrAgMBAAECggEAY3a8Sxw/jjMmppamg4MbtJS1raLG0LHhQITh+psDWfL9LeKBYSPAgADRk2yj7fVaoIIT0UK2auow" +
        "QNlkVLPvEDHXG6o4Ru5vRdle3eHW4fVHiTLLVQ4EXg+aMheE3WS5RU3X4bcf2W/9udzM845Zx5Ua/JNhVAE4KQ55Vi1b69TdO/LMAE/5IyaT9ukAt6dYe/mU" +
        "QivGcEVej8CNiHIMd35ZB49WM/IUDXkFP2xXJzTRTGB357efcmN5pyzgGSaGVF8FXPkVBfJsetib3BuFqC5kreqViHAO9yuJOsmLLLh+irQNjXUiIHkS+ZLc" +
        "NY90xp7lCXrivdU3NZ6+oItbdQKBgQD13wywpYbCrk+ReAnA5mRElkZ6asEhmdRF+csyaMXhCKmIaWaaZr5+C4KhVwz16rkNztjqZHt+659NkmIkWtDl0f+W" +
        "Jr5NsEf5CLrZT+GuX7SRZU0vMdyOkrBK26f9yyWdVZEPxceGkLZdC83IaXUetTs6czAHe1l96dYzm2r+/wKBgQDp8eY2NXqTCpzb5vmNKvat4TgLBaOR5ueg" +
        "vYciA/Nx15JGMpif5fSXz6oIYntXbO/erko1GgqQjPVSEgR/q/R63xlFr9y7D0G5I/+jqVHL+wLt9D5oU8XYc/ieLR8VX2HaG4i4/9GFpRf/GDdjOJfoUNYW" +
        "guLkrzBdgzhEHU66lQKBgEZnPiz+2N26KBKResl/r0psdXXsR60lbUE0S9j9Y1wSrOjgtX6U2QsipJ8qXA22zpKDnl1PtIUdVxpRRkT+tD56qWMHaQq55YIL" +
        "2+UKGKdjxEK17SoMbwlsO4rT5wCnQPgSXl1T1tRTb8So8p3mhKDsaC9OeHxL9840PR+96x9lAoGAHmGi0wFo9LWZH1nEqNeeh4BLJetKjcUd6ZsTdJBsyikD" +
        "vwgNGB7l/90hKMuZVwY3tISP8It8Ob+EkG70lJwBOP/GKW2oTcayc1fAeEGh9MqZW8uvWx8d/3k4HVqgwcbMT2XqAJSAYknJbwB3GPSdjbcJxoyi6K3zqwFC" +
        "il3//m0CgYEA3GDPhdkHO1HDb1EQll/B3Dye1N1Up3DTmk6ZuiRh189bjz8oAz2L+rgxKsT9Y1pln8U8pZRfTEADBsrq2gMoYnaXYAauN9z0mkHwza5fUXLX" +
        "Cp/9QB8rCEjRvKJGtayU9PVjx+N3p4P0Cuoei3l/EHcF7jVhUdL12xNpXpnxDkE=";

    public const string Pkcs1 =
        "MIIEowIBAAKCAQEA4LBWoi7DxC3N9NBPpcv+JOoxjOBLbHMi3zTbNBWHx8IeKNyPdXjJC7wD+RV1eddROppBuYtZ/3wXF8zClvA3T32uAtOcI57LsFwGHgjb" +
        "eI073wk/d0YbT61Egw2FxJn38aBmx3ErY3oYjl9Z+BimDROHP5XPYfcmoT+GDo6bYFDgfVYjE5FAOBpD1OcFPVSl4GQgRMfWG1/Z7lqhoGqIXi6+Qw2s0jOf" +
        "FZqSxval41zPySi4UNm214ySbfBddeBMwLpHo0DbO9sFxae0GXO7nVx0JnytwSY0/JQLe2IERNyaipXklMD1tI152AjW3171J9WizJLUYf0awCgtxz2wawID" +
        "AQABAoIBAGN2vEscP44zJqaWpoODG7SUta2ixtCx4UCE4fqbA1ny/S3igWEjwIAA0ZNso+31WqCCE9FCtmrqMEDZZFSz7xAx1xuqOEbub0XZXt3h1uH1R4ky" +
        "y1UOBF4PmjIXhN1kuUVN1+G3H9lv/bnczPOOWceVGvyTYVQBOCkOeVYtW+vU3TvyzABP+SMmk/bpALenWHv5lEIrxnBFXo/AjYhyDHd+WQePVjPyFA15BT9s" +
        "Vyc00Uxgd+e3n3Jjeacs4BkmhlRfBVz5FQXybHrYm9wbhaguZK3qlYhwDvcriTrJiyy4foq0DY11IiB5EvmS3DWPdMae5Ql64r3VNzWevqCLW3UCgYEA9d8M" +
        "sKWGwq5PkXgJwOZkRJZGemrBIZnURfnLMmjF4QipiGlmmma+fguCoVcM9eq5Dc7Y6mR7fuufTZJiJFrQ5dH/lia+TbBH+Qi62U/hrl+0kWVNLzHcjpKwStun" +
        "/cslnVWRD8XHhpC2XQvNyGl1HrU7OnMwB3tZfenWM5tq/v8CgYEA6fHmNjV6kwqc2+b5jSr2reE4CwWjkebnoL2HIgPzcdeSRjKYn+X0l8+qCGJ7V2zv3q5K" +
        "NRoKkIz1UhIEf6v0et8ZRa/cuw9BuSP/o6lRy/sC7fQ+aFPF2HP4ni0fFV9h2huIuP/RhaUX/xg3YziX6FDWFoLi5K8wXYM4RB1OupUCgYBGZz4s/tjduigS" +
        "kXrJf69KbHV17EetJW1BNEvY/WNcEqzo4LV+lNkLIqSfKlwNts6Sg55dT7SFHVcaUUZE/rQ+eqljB2kKueWCC9vlChinY8RCte0qDG8JbDuK0+cAp0D4El5d" +
        "U9bUU2/EqPKd5oSg7GgvTnh8S/fOND0fvesfZQKBgB5hotMBaPS1mR9ZxKjXnoeASyXrSo3FHembE3SQbMopA78IDRge5f/dISjLmVcGN7SEj/CLfDm/hJBu" +
        "9JScATj/xiltqE3GsnNXwHhBofTKmVvLr1sfHf95OB1aoMHGzE9l6gCUgGJJyW8Adxj0nY23CcaMouit86sBQopd//5tAoGBANxgz4XZBztRw29REJZfwdw8" +
        "ntTdVKdw05pOmbokYdfPW48/KAM9i/q4MSrE/WNaZZ/FPKWUX0xAAwbK6toDKGJ2l2AGrjfc9JpB8M2uX1Fy1wqf/UAfKwhI0byiRrWslPT1Y8fjd6eD9Arq" +
        "Hot5fxB3Be41YVHS9dsTaV6Z8Q5B";
}

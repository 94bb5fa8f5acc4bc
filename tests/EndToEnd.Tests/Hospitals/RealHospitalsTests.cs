using System.Globalization;
using System.Text.Json;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Hospitals;

/// <summary>Thousands of real hospitals, where their file lies beside the clone.</summary>
public sealed class RealHospitalsTests(RunningPlatform platform, ITestOutputHelper output)
{
    [Fact]
    public async Task Hospitals_OfTheCsvOrBundled_AreFoundByNameProvinceAndCity()
    {
        if (!platform.HasRealHospitals)
        {
            output.WriteLine("note: no hospitals-cn.csv beside the clone; ran on the bundled hospitals instead");
        }

        using var simulator = new HttpClient { BaseAddress = platform.Simulator };
        var state = await simulator.GetFromJsonAsync<JsonElement>("/simulator/state");
        Assert.Equal(0, state.GetProperty("failed").GetInt32());
        var pushed = state.GetProperty("pushed").GetInt32();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure: {pushed} hospitals pushed in {state.GetProperty("seconds").GetDouble():0.0} s"));

        Assert.Equal(pushed, await TotalAsync(""));
        var province = await TotalAsync("region=110000");
        Assert.InRange(province, 1, pushed);
        Assert.InRange(await TotalAsync("region=110100"), 1, province);
        Assert.InRange(await TotalAsync($"name={Uri.EscapeDataString("医院")}"), 1, pushed);
        if (platform.HasRealHospitals)
        {
            Assert.True(pushed >= 2_083);
            Assert.InRange(await TotalAsync($"name={Uri.EscapeDataString("南口医院")}&region=110000"), 1, 3);
        }
    }

    private async Task<int> TotalAsync(string query) =>
        (await platform.Http.GetFromJsonAsync<JsonElement>($"/api/hospitals?{query}")).GetProperty("total").GetInt32();
}

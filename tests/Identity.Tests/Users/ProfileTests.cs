using System.Net;
using Yilai.Identity.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Users;

public sealed class ProfileTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task Profile_NickNameChanged_IsShownAndThePhoneMasked()
    {
        var user = await identity.LogInAsync();
        using var changed = await identity.SendAsync(HttpMethod.Patch, "/api/me", new { nickName = " 小张 " }, user.Header);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var answer = await identity.SendAsync(HttpMethod.Get, "/api/me", null, user.Header);
        var profile = await answer.JsonAsync();
        Assert.Equal(("小张", $"138****{user.Phone[^4..]}", user.UserId.ToString()), ((string?)profile["nickName"], (string?)profile["phone"], (string?)profile["id"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一")]
    [InlineData("a\u0000b")]
    public async Task Profile_ImproperNickName_IsRefusedByField(string nickName)
    {
        var user = await identity.LogInAsync();
        using var answer = await identity.SendAsync(HttpMethod.Patch, "/api/me", new { nickName }, user.Header);
        Assert.NotNull((await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed"))["errors"]!["nickName"]);
    }

    [Fact]
    public async Task Profile_EmptyChange_ChangesNothing()
    {
        var user = await identity.LogInAsync();
        using var answer = await identity.SendAsync(HttpMethod.Patch, "/api/me", new { }, user.Header);
        Assert.Equal((string?)user.Body["user"]!["nickName"], (string?)(await answer.JsonAsync())["nickName"]);
    }

    [Fact]
    public async Task Profile_OfAnAccountThatIsNot_RequiresLogin()
    {
        using var answer = await identity.SendAsync(HttpMethod.Get, "/api/me", null, ("yilai-user-id", "0195a0de-0000-7000-8000-000000000000"));
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Fact]
    public async Task Contact_OfAUser_IsThePhoneInClear()
    {
        var user = await identity.LogInAsync();
        using var answer = await identity.SendAsync(HttpMethod.Get, $"/internal/users/{user.UserId}/contact", null);
        Assert.Equal(user.Phone, (string?)(await answer.JsonAsync())["phone"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0195a0de-0000-7000-8000-000000000000")]
    public async Task Contact_OfNobody_IsNotFound(string id)
    {
        using var answer = await identity.SendAsync(HttpMethod.Get, $"/internal/users/{id}/contact", null);
        await answer.ExpectProblemAsync(HttpStatusCode.NotFound, "user-not-found");
    }
}

global using System.Net.Http.Json;
global using Yilai.TestSupport;

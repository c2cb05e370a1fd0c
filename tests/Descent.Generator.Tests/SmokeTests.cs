namespace Descent.Generator.Tests;
using Harness;
public class SmokeTests
{
    [Fact]
    public void Adam()
    {
        var (c, f) = GeneratorHarness.Generate(File.ReadAllText("/tmp/Adam.cs").Replace("namespace Descent;", "namespace Users;"));
        foreach (var x in f) File.WriteAllText("/tmp/out-" + x.Key, x.Value);
        GeneratorHarness.AssertClean(c);
    }
}

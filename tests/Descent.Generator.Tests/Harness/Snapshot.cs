using System.Runtime.CompilerServices;

namespace Descent.Generator.Tests.Harness;

/// <summary>
/// A small stand-in for Verify.SourceGenerators, with its file convention: what a test got is compared with
/// <c>Class.Method#Hint.verified.cs</c>, and written beside it as <c>.received.cs</c> on a mismatch. To accept a change, look at the
/// difference and rename the received file.
/// </summary>
internal static class Snapshot
{
    private static readonly string s_version = $"GeneratedCode(\"Descent\", \"{typeof(OptimizerGenerator).Assembly.GetName().Version!.ToString(3)}\")";

    /// <summary>Compares what is generated for a rule, which compiles without a warning.</summary>
    /// <param name="source">The rule.</param>
    /// <param name="testClass">The test's class.</param>
    /// <param name="method">The test.</param>
    /// <param name="part">What of the generated file is compared; all of it, if <see langword="null"/>.</param>
    public static void VerifyRule(string source, string testClass, string method, Func<string, string>? part = null)
    {
        var (compilation, files) = GeneratorHarness.Generate(source);
        GeneratorHarness.AssertClean(compilation);
        var rule = files.Single(file => file.Key != "Descent.Inlineable.g.cs");
        Verify(part is null ? rule.Value : part(rule.Value), rule.Key, testClass, method);
    }

    /// <summary>Compares one generated file.</summary>
    /// <param name="text">What was generated.</param>
    /// <param name="hint">The generated file's name, such as <c>Descent.Adam.g.cs</c>.</param>
    /// <param name="testClass">The test's class.</param>
    /// <param name="method">The test, with its arguments as <c>_name=value</c>.</param>
    public static void Verify(string text, string hint, string testClass, [CallerMemberName] string method = "")
    {
        var name = $"{testClass}.{method}#{Path.GetFileNameWithoutExtension(hint)}";
        var folder = Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", "Snapshots");
        var verified = Path.Combine(folder, name + ".verified.cs");
        var received = Path.Combine(folder, name + ".received.cs");
        var actual = text.Replace(s_version, "GeneratedCode(\"Descent\", \"{version}\")", StringComparison.Ordinal);
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(received, actual);
        Assert.Fail($"The snapshot {name}.verified.cs {(File.Exists(verified) ? "differs" : "is missing")}; see {name}.received.cs beside it.");
    }
}

namespace Descent;

/// <summary>Finds files of this repository: the compiler's own paths are mapped away, so tests look from where they run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>The names of the built-in rules: one source file each.</summary>
    public static IEnumerable<string> BuiltInRules => SourcesIn("Optimizers");

    /// <summary>The names of the library's parts of chains: one source file each.</summary>
    public static IEnumerable<string> ChainParts => SourcesIn("Chains");

    public static string BuiltInRule(string name) => Read("runtime", "Descent", "Optimizers", name + ".cs");

    /// <summary>The names of the rules of whole matrices: one source file each, beside what their hyperparameters are made of.</summary>
    public static IEnumerable<string> RulesOfMatrices => ["Muon", "Shampoo", "Soap", "SPlus"];

    public static string RuleOfMatrices(string name) => Read("runtime", "Descent.Matrix", "Optimizers", name + ".cs");

    public static string ChainPart(string name) => Read("runtime", "Descent", "Chains", name + ".cs");

    private static IEnumerable<string> SourcesIn(string folder) => Directory.GetFiles(Path.Combine(Root, "runtime", "Descent", folder), "*.cs")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Compiler.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("Compiler.sln is in no folder above the tests.");
    }
}

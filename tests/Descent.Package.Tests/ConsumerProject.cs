using System.Reflection;

namespace Descent.Package.Tests;

/// <summary>A user's project: a folder that knows the packages under test and has a package cache of its own, empty at first.</summary>
internal sealed class ConsumerProject
{
    private static readonly string s_sources = Path.Combine(Repository.Root, "tests", "Descent.Package.Tests");

    /// <summary>Where the restore of the tests has put packages.</summary>
    private static readonly string s_fetched = typeof(ConsumerProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PackageRoot").Value!;

    private readonly string _cache;
    private readonly string _home;
    private readonly string _version;

    /// <param name="package">The packages under test.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="files">Files to begin with, from the folder of these tests.</param>
    public ConsumerProject(PackedPackage package, string name, params IEnumerable<string> files)
    {
        Folder = Directory.CreateDirectory(Path.Combine(package.Folder, name)).FullName;
        _cache = Path.Combine(package.Folder, "caches", name);
        _home = Path.Combine(package.Folder, "home");
        _version = package.Version;
        foreach (var file in files)
        {
            File.Copy(Path.Combine(s_sources, file), Path.Combine(Folder, Path.GetFileName(file)));
        }
    }

    /// <summary>The working directory.</summary>
    public string Folder { get; private set; }

    /// <summary>Variables that are set for all commands, beside those of a user's machine.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The ids of the packages that were restored.</summary>
    public IEnumerable<string?> Restored => Directory.GetDirectories(_cache).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>The files of a folder of these tests.</summary>
    /// <param name="folder">The folder's name.</param>
    /// <returns>Their paths.</returns>
    public static IEnumerable<string> FilesOf(string folder) => Directory.GetFiles(Path.Combine(s_sources, folder));

    /// <summary>Makes a folder in it the working directory.</summary>
    /// <param name="folder">Its name.</param>
    public void ChangeFolder(string folder) => Folder = Path.Combine(Folder, folder);

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs <c>dotnet</c> in the folder.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The lines that it writes.</returns>
    public Task<string[]> DotNet(params string[] arguments) => Run(ShellCommand.DotNet, arguments);

    /// <summary>Runs <c>dotnet</c> in the folder, and fails unless that does.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it writes.</returns>
    public async Task<string> DotNetFails(params string[] arguments)
    {
        var (exitCode, output) = await ShellCommand.RunToEnd(Folder, Environment, ShellCommand.DotNet, arguments);
        Assert.NotEqual(0, exitCode);
        return output;
    }

    /// <summary>Runs a program in the folder.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The lines that it writes.</returns>
    public async Task<string[]> Run(string program, params string[] arguments)
    {
        var output = await ShellCommand.Run(Folder, Environment, program, arguments);
        return output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }

    private Dictionary<string, string> Environment => new(Variables)
    {
        ["NUGET_PACKAGES"] = _cache,
        ["DESCENT_FETCHED"] = s_fetched,
        ["DescentVersion"] = _version,
        // Templates that the user of this machine has, or that the tests install, are not each other's; and nothing is said at a first run.
        ["DOTNET_CLI_HOME"] = _home,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        // Of the servers that builds leave behind only the compiler's is used, if the run has one: it compiles in a fraction of the time.
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };
}

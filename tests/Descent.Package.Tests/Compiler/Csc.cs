using System.IO.Compression;
using System.Text.Json;

namespace Descent.Package.Tests.Compiler;

/// <summary>What <c>csc</c> reports.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Id">The diagnostic.</param>
/// <param name="Level">What it is: <c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Message">What it says.</param>
internal sealed record Report(string File, int Line, string Id, string Level, string Message)
{
    public bool IsError => Level == "error";

    public bool IsInGeneratedFile => File.EndsWith(".g.cs", StringComparison.Ordinal);

    public bool IsOurs => Id.StartsWith("DSC", StringComparison.Ordinal);
}

/// <summary>The C# compiler of the SDK, with what a build gives it: the runtime and the operations on matrices, the generator and the analyzers of the package, and every diagnostic switched on.</summary>
internal sealed class Csc
{
    /// <summary>What every file may use.</summary>
    public const string Usings = "global using System; global using System.Collections.Generic; global using System.Numerics; global using Descent;";

    private readonly string _folder;
    private readonly string _compiler;

    private Csc(string folder, string compiler) => (_folder, _compiler) = (folder, compiler);

    /// <summary>Unpacks the package and finds the compiler.</summary>
    public static async Task<Csc> Of(PackedPackage package)
    {
        var folder = Directory.CreateDirectory(Path.Combine(package.Folder, "csc")).FullName;
        foreach (var (id, name) in ((string, string)[])[("Descent", "package"), ("Descent.Matrix", "matrix")])
        {
            if (!Directory.Exists(Path.Combine(folder, name)))
            {
                await ZipFile.ExtractToDirectoryAsync(package.FileOf(id), Path.Combine(folder, name));
            }
        }

        var none = new Dictionary<string, string>();
        var version = (await ShellCommand.Run(folder, none, ShellCommand.DotNet, "--version")).Trim();
        var installed = (await ShellCommand.Run(folder, none, ShellCommand.DotNet, "--list-sdks")).Split('\n').Single(line => line.StartsWith(version + " [", StringComparison.Ordinal)).Trim();
        return new(folder, Path.Combine(installed[(version.Length + 2)..^1], version, "Roslyn", "bincore", "csc.dll"));
    }

    /// <summary>Compiles a project.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="files">Its files by name.</param>
    /// <param name="options">Options besides the usual ones.</param>
    /// <returns>What was reported and is not suppressed.</returns>
    public async Task<IReadOnlyList<Report>> Compile(string project, IEnumerable<(string Name, string Source)> files, params string[] options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, project)).FullName;
        List<string> arguments =
        [
            "-nostdlib", "-nologo", "-target:library", "-nullable:enable", "-langversion:latest", $"-out:{project}.dll", "-errorlog:errors.sarif,version=2.1",
            "-analyzerconfig:.globalconfig", .. References.Select(path => "-reference:" + path), .. Analyzers, .. options, "Usings.cs",
        ];
        foreach (var (name, source) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), source);
            arguments.Add(name);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "Usings.cs"), Usings);
        await File.WriteAllTextAsync(Path.Combine(folder, ".globalconfig"), "is_global = true\n" + string.Concat(OffByDefault.Select(id => $"dotnet_diagnostic.{id}.severity = suggestion\n")));
        await File.WriteAllLinesAsync(Path.Combine(folder, "arguments.rsp"), arguments.Select(argument => $"\"{argument}\""));
        var (_, output) = await ShellCommand.RunToEnd(folder, new Dictionary<string, string>(), ShellCommand.DotNet, _compiler, "-noconfig", "@arguments.rsp");
        var log = Path.Combine(folder, "errors.sarif");
        Assert.True(File.Exists(log), output);
        return Read(await File.ReadAllTextAsync(log));
    }

    /// <summary>What was compiled of a project.</summary>
    public string Assembly(string project) => Path.Combine(_folder, project, project + ".dll");

    /// <summary>The framework and the packages' runtimes.</summary>
    public IReadOnlyList<string> References => [.. Framework, Path.Combine(_folder, "package", "lib", "net10.0", "Descent.dll"), Path.Combine(_folder, "matrix", "lib", "net10.0", "Descent.Matrix.dll")];

    private static IEnumerable<string> Framework => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
        .Where(path => !Path.GetFileName(path).StartsWith("System.Composition", StringComparison.Ordinal))
        .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

    private IEnumerable<string> Analyzers => Directory.GetFiles(Path.Combine(_folder, "package", "analyzers", "dotnet", "cs")).Where(file => Path.GetFileName(file) == "Descent.Generator.dll").Select(file => "-analyzer:" + file);

    private static IEnumerable<string> OffByDefault => Repository.Read("generator", "Descent.Generator", "AnalyzerReleases.Unshipped.md").Split('\n')
        .Where(line => line.Contains("| Disabled |", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]);

    private static List<Report> Read(string log)
    {
        using var document = JsonDocument.Parse(log);
        return
        [
            .. document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Where(result => !result.TryGetProperty("suppressions", out var suppressions) || suppressions.GetArrayLength() == 0)
                .Select(result =>
                {
                    var place = result.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0 ? locations[0].GetProperty("physicalLocation") : default;
                    return new Report(
                        place.ValueKind == JsonValueKind.Undefined ? "" : Path.GetFileName(Uri.UnescapeDataString(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!)),
                        place.ValueKind == JsonValueKind.Undefined ? 0 : place.GetProperty("region").GetProperty("startLine").GetInt32(),
                        result.GetProperty("ruleId").GetString()!,
                        result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
                        result.GetProperty("message").GetProperty("text").GetString()!);
                }),
        ];
    }
}

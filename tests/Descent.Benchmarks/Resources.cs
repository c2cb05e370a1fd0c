namespace Descent.Benchmarks;

/// <summary>The files that are embedded in this program.</summary>
internal static class Resources
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Resources).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

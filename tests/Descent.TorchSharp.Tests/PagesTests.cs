using Descent.Package.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Torch.Tests;

/// <summary>The code of the pages compiles as it stands there; what it speaks of without a declaration, a method around it gives.</summary>
public sealed class PagesTests
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using Descent.Training;
        global using TorchSharp;
        """;

    private static readonly (string Name, string Type)[] s_given =
    [
        ("model", "torch.nn.Module<torch.Tensor, torch.Tensor>"),
        ("criterion", "torch.nn.Module<torch.Tensor, torch.Tensor, torch.Tensor>"),
        ("inputs", "torch.Tensor"),
        ("targets", "torch.Tensor"),
        ("optimizer", "DescentOptimizer"),
    ];

    [Theory]
    [InlineData("runtime/docs/torchsharp.md", 3)]
    [InlineData("runtime/Descent.TorchSharp/README.md", 2)]
    public void Code_Compiles(string page, int blocks)
    {
        var code = Readme.Of(Repository.Read(page)).Blocks.Where(block => block.Language == "csharp").ToList();

        Assert.Equal(blocks, code.Count);
        Assert.All(code, block => Assert.Empty(ErrorsOf(block.Text)));
    }

    private static IEnumerable<Diagnostic> ErrorsOf(string block)
    {
        var lines = block.Split('\n');
        var isUsing = lines.ToLookup(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal));
        var given = s_given.Where(one => !block.Contains($"var {one.Name} =", StringComparison.Ordinal)).Select(one => $"{one.Type} {one.Name}");
        var source = $$"""
            {{string.Join('\n', isUsing[true])}}
            using Descent.Torch;
            using Descent;

            internal static class Block
            {
                public static void Run({{string.Join(", ", given)}})
                {
                    {{string.Join('\n', isUsing[false])}}
                }
            }
            """;
        return CSharpCompilation.Create(
            "Block",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(source)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}

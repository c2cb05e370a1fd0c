using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Tests.House;

/// <summary>One name in a file of one room that stands for something declared in another.</summary>
/// <param name="From">The room that uses it.</param>
/// <param name="To">The room that declares it.</param>
/// <param name="Place">The file and line of the use.</param>
/// <param name="Name">What is used.</param>
internal sealed record Arrow(string From, string To, string Place, string Name)
{
    public override string ToString() => $"{From} → {To}: {Name} at {Place}";
}

/// <summary>
/// Reads the sources of a project and finds which of its rooms (folders) uses which. Names are bound, so that a file's namespace and its
/// <c>using</c> lines do not matter: what counts is where a type is declared.
/// </summary>
internal static class RoomMap
{
    /// <summary>The room of the files that lie in no folder of the project.</summary>
    public const string Root = ".";

    /// <summary>The rooms of a project.</summary>
    /// <param name="path">The project's folder, from the root of the repository.</param>
    public static IEnumerable<string> RoomsIn(params string[] path) => SourcesIn(path).Select(source => RoomOf(source.Path)).Distinct();

    /// <summary>The arrows between the rooms of a project.</summary>
    /// <param name="path">The project's folder, from the root of the repository.</param>
    public static IReadOnlyList<Arrow> ArrowsIn(params string[] path) => Arrows(SourcesIn(path).Select(source => (source.Path, File.ReadAllText(source.File))));

    /// <summary>The arrows between the rooms of some sources.</summary>
    /// <param name="sources">Each file's path from the project's folder, and its text.</param>
    public static IReadOnlyList<Arrow> Arrows(IEnumerable<(string Path, string Text)> sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, source.Path)).ToList();
        var compilation = CSharpCompilation.Create("House", trees, Harness.GeneratorHarness.References, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var declared = trees.SelectMany(tree => Declared(tree).Select(name => (Name: name, Room: RoomOf(tree.FilePath)))).Distinct().ToLookup(one => one.Name, one => one.Room);
        return [.. trees.SelectMany(tree => ArrowsOf(tree, compilation.GetSemanticModel(tree), declared))];
    }

    /// <summary>The names of the types and members that a file declares.</summary>
    private static IEnumerable<string> Declared(SyntaxTree tree)
        => tree.GetRoot().DescendantNodes().SelectMany(node => node switch
        {
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText, type.Identifier.ValueText.Replace("Attribute", "", StringComparison.Ordinal)],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            EventDeclarationSyntax happening => [happening.Identifier.ValueText],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            EnumMemberDeclarationSyntax member => [member.Identifier.ValueText],
            ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } property => [property.Identifier.ValueText],
            _ => Enumerable.Empty<string>(),
        });

    private static IEnumerable<Arrow> ArrowsOf(SyntaxTree tree, SemanticModel model, ILookup<string, string> declared)
    {
        var from = RoomOf(tree.FilePath);

        // To bind a name is slow: only those that another room declares can stand for what is there.
        foreach (var name in tree.GetRoot().DescendantNodes(descendIntoTrivia: false).OfType<SimpleNameSyntax>().Where(name => declared[name.Identifier.ValueText].Any(room => room != from)))
        {
            var symbol = model.GetSymbolInfo(name) is var info ? info.Symbol ?? info.CandidateSymbols.FirstOrDefault() : null;
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type is null || type.OriginalDefinition.DeclaringSyntaxReferences is not [_, ..] declarations)
            {
                continue;
            }

            var rooms = declarations.Select(declaration => RoomOf(declaration.SyntaxTree.FilePath)).ToList();
            if (!rooms.Contains(from))
            {
                var line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return new(from, rooms[0], $"{tree.FilePath}:{line}", name.Identifier.ValueText);
            }
        }
    }

    private static IEnumerable<(string Path, string File)> SourcesIn(string[] path)
    {
        var folder = Path.Combine([Repository.Root, .. path]);
        return Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(source => !source.Path.StartsWith("obj/", StringComparison.Ordinal) && !source.Path.StartsWith("bin/", StringComparison.Ordinal))
            .OrderBy(source => source.Path, StringComparer.Ordinal);
    }

    private static string RoomOf(string path) => path.IndexOf('/') is > 0 and var end ? path[..end] : Root;
}

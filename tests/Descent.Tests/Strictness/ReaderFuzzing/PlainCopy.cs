using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>A state of a plain copy: how many values it is for each weight, and what it starts with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">The number of values.</param>
/// <param name="Initial">What it starts with; <see langword="null"/> for the weight.</param>
/// <param name="Owner">What there is one value for.</param>
/// <param name="IsSquare">Whether it is a square matrix, with a row and a column for each of those, and its start on the diagonal.</param>
internal sealed record PlainState(string Name, int Count, double? Initial, Owner Owner, bool IsSquare)
{
    /// <summary>Whether it is a number for each row or column.</summary>
    public bool IsOfBands => Owner != Owner.Weight && !IsSquare;
}

/// <summary>
/// A rule as the plain class that it is without the compiler: no attributes, hyperparameters with their defaults, and a method that calls
/// the update for one weight after the other.
/// </summary>
/// <param name="Tree">Its source.</param>
/// <param name="States">Its states, in order.</param>
/// <param name="Inputs">The number of its inputs.</param>
internal sealed record PlainCopy(SyntaxTree Tree, IReadOnlyList<PlainState> States, int Inputs)
{
    /// <summary>How its random values are distributed, in order.</summary>
    public IReadOnlyList<Distribution> Draws { get; init; } = [];

    /// <summary>Whether it names rows or columns.</summary>
    public bool NamesRows { get; init; }

    /// <summary>Whether it has operations on whole matrices.</summary>
    public bool HasMatrices => States.Any(state => state.IsSquare);

    /// <summary>The name of the method that makes a step.</summary>
    public const string Step = "__Step";

    private const string SquareType = "SquareMatrix";

    /// <summary>Where C# throws for a weight, the loop gives NaN; these do as well, and tell that they did.</summary>
    public const string Exact = """
        public static class Exact
        {
            public static bool HasThrown;
            public static double Sign(double value) => double.IsNaN(value) ? Throw() : System.Math.Sign(value);
            public static int Sign(int value) => System.Math.Sign(value);
            public static double Clamp(double value, double min, double max) => min > max ? Throw() : System.Math.Clamp(value, min, max);
            public static int Clamp(int value, int min, int max) => System.Math.Clamp(value, min, max);
            private static double Throw() { HasThrown = true; return double.NaN; }
        }
        """;

    /// <summary>Why a text has no plain copy; <see langword="null"/> if it has one.</summary>
    public static string? WhyNot(SyntaxTree rule)
    {
        var (types, methods) = (Types(rule), rule.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>());
        var chain = types.Select(type => Attribute(type.AttributeLists, "Chain")).FirstOrDefault(attribute => attribute is not null);
        return WhyNoRule(rule)
            ?? (chain is null && !methods.Any(method => Attribute(method.AttributeLists, "Update") is not null) ? "there is no update"
                : chain is not null && !Parts(chain).All(part => types.Any(type => type.Identifier.Text == part && type.Members.OfType<MethodDeclarationSyntax>().Any(IsPart))) ? "a part is missing"
                : null);
    }

    /// <summary>Why a text is no rule, be it one that is refused; <see langword="null"/> if it is one.</summary>
    public static string? WhyNoRule(SyntaxTree rule)
        => rule.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)?.ToString()
            ?? (Types(rule).Any(type => Attribute(type.AttributeLists, "Optimizer") is not null) ? null : "there is no rule");

    private static List<ClassDeclarationSyntax> Types(SyntaxTree rule) => [.. rule.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()];

    private static IEnumerable<string> Parts(AttributeSyntax chain) => chain.DescendantNodes().OfType<TypeOfExpressionSyntax>().Select(part => part.Type.ToString());

    private static bool IsPart(MethodDeclarationSyntax method) => method.Identifier.Text == "Apply";

    public static PlainCopy Of(SyntaxTree rule)
    {
        var root = rule.GetRoot();
        var type = root.DescendantNodes().OfType<ClassDeclarationSyntax>().First(type => Attribute(type.AttributeLists, "Optimizer") is not null);
        var (states, inputs, draws) = (new List<PlainState>(), 0, new List<Distribution>());
        var calls = Attribute(type.AttributeLists, "Chain") is { } chain ? Chain(root, chain, states, draws) : Update(type, root, states, draws, ref inputs);
        var owners = string.Concat(states.Select((state, number) => !state.IsOfBands ? "" : $"var x{number} = s0[{number}][{Place(state.Owner)}]; "));
        var results = string.Concat(states.Select((state, number) => !state.IsOfBands ? "" : $" s[{number}][{Place(state.Owner)}] = x{number};"));
        var driver = Driver(owners + calls + results, string.Join(", ", Enumerable.Range(0, states.Count).Where(state => !states[state].IsSquare)));
        var marked = root.ReplaceNode(type, type.WithAdditionalAnnotations(new SyntaxAnnotation("rule")));
        var plain = new Stripper(driver).Visit(marked);
        return new(CSharpSyntaxTree.ParseText(plain.ToFullString(), (CSharpParseOptions)rule.Options, rule.FilePath), states, inputs) { Draws = draws, NamesRows = root.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(NamesRowsOrColumns) };
    }

    private static bool NamesRowsOrColumns(MemberAccessExpressionSyntax access) => access.ToString() is "Per.Row" or "Per.Column" or "Reduce.Rows" or "Reduce.Columns" || access.Expression.ToString() == "Matrix";

    /// <summary>Where the value of this weight is among those of its row or column.</summary>
    private static string Place(Owner owner) => owner == Owner.Row ? "i / columns" : "i % columns";

    private static string Update(ClassDeclarationSyntax type, SyntaxNode root, List<PlainState> states, List<Distribution> draws, ref int inputs)
    {
        var method = root.DescendantNodes().OfType<MethodDeclarationSyntax>().First(method => Attribute(method.AttributeLists, "Update") is not null);
        var arguments = new List<string>();
        foreach (var parameter in method.ParameterList.Parameters)
        {
            arguments.Add(Argument(parameter, states, draws, parameter.Modifiers.Count > 0 ? "ref w[i]" : "g[i]", ref inputs));
        }

        return $"{method.Identifier.Text}({string.Join(", ", arguments)});";
    }

    private static string Chain(SyntaxNode root, AttributeSyntax chain, List<PlainState> states, List<Distribution> draws)
    {
        var (text, hasStepped, unused) = ("double update = g[i]; ", false, 0);
        foreach (var part in Parts(chain))
        {
            var method = root.DescendantNodes().OfType<ClassDeclarationSyntax>().First(type => type.Identifier.Text == part).Members.OfType<MethodDeclarationSyntax>().First(IsPart);
            var isTransform = Attribute(method.AttributeLists, "Transform") is not null;
            var arguments = method.ParameterList.Parameters.Select(parameter => Attribute(parameter.AttributeLists, "Hyperparameter") is { } of ? of.ArgumentList!.Arguments[0].ToString()
                : Argument(parameter, states, draws, parameter.Identifier.Text switch { "update" => "update", "weight" => parameter.Modifiers.Count > 0 ? "ref w[i]" : "w[i]", _ => "g[i]" }, ref unused)).ToList();
            text += !isTransform && !hasStepped ? "w[i] -= update; " : "";
            hasStepped |= !isTransform;
            text += $"{(isTransform ? "update = " : "")}{part}.Apply({string.Join(", ", arguments)}); ";
        }

        return text + (hasStepped ? "" : "w[i] -= update;");
    }

    private static string Argument(ParameterSyntax parameter, List<PlainState> states, List<Distribution> draws, string otherwise, ref int inputs)
    {
        if (Attribute(parameter.AttributeLists, "Step") is not null)
        {
            return "step";
        }

        if (Attribute(parameter.AttributeLists, "Input") is not null)
        {
            return $"h[{inputs++}][i]";
        }

        if (Attribute(parameter.AttributeLists, "Random") is { } random)
        {
            draws.Add(random.ArgumentList is null ? Distribution.Uniform : Distribution.Normal);
            return $"u[{draws.Count - 1}][i]";
        }

        if (Attribute(parameter.AttributeLists, "State") is not { } state)
        {
            return otherwise;
        }

        var named = state.ArgumentList?.Arguments.ToDictionary(argument => argument.NameEquals!.Name.ToString(), argument => argument.Expression.ToString()) ?? [];
        var count = named.TryGetValue("Count", out var number) ? int.Parse(number, CultureInfo.InvariantCulture) : 0;
        double? initial = named.TryGetValue("Initial", out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : named.ContainsKey("From") ? null : 0;
        var owner = named.TryGetValue("Per", out var per) ? Enum.Parse<Owner>(per["Per.".Length..]) : Owner.Weight;
        var isSquare = parameter.Type!.ToString() == SquareType;
        states.Add(new(parameter.Identifier.Text, Math.Max(count, 1), initial, owner, isSquare));
        if (isSquare)
        {
            return $"s[{states.Count - 1}]";
        }

        if (owner != Owner.Weight)
        {
            return $"{(parameter.Modifiers.Count > 0 ? "ref " : "")}x{states.Count - 1}";
        }

        var array = $"s[{states.Count - 1}]";
        return count > 0 ? $"{array}.AsSpan(i * {count}, {count})" : $"{(parameter.Modifiers.Count > 0 ? "ref " : "")}{array}[i]";
    }

    /// <summary>
    /// Runs over all weights until all totals are known; what a row or column keeps is what it was before, for each of its weights. Square states are
    /// changed when an operation is applied, once.
    /// </summary>
    private static string Driver(string calls, string restored) => $$"""
        public void {{Step}}(int step, int columns, double[] w, double[] g, double[][] s, double[][] h, double[][] u, Exception[] thrown)
        {
            var (w0, s0) = ((double[])w.Clone(), System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Select(s, one => (double[])one.Clone())));
            global::PlainReduce.Begin(w.Length / columns, columns);
            do
            {
                w0.CopyTo(w, 0);
                foreach (var j in new int[] { {{restored}} }) { s0[j].CopyTo(s[j], 0); }
                global::PlainReduce.NextRun();
                for (var i = 0; i < w.Length; i++)
                {
                    global::PlainReduce.NextWeight();
                    try { {{calls}} } catch (Exception error) { thrown[i] ??= error; }
                }
            }
            while (!global::PlainReduce.EndRun());
        }
        public void Dispose() { }
        """;

    private static AttributeSyntax? Attribute(SyntaxList<AttributeListSyntax> lists, string name)
        => lists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString() == name);

    private sealed class Stripper(string driver) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => null;

        public override SyntaxNode? VisitUsingDirective(UsingDirectiveSyntax node) => node.Name?.ToString() == "Descent.Matrices" ? null : node;

        public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
        {
            var visited = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
            if (!node.HasAnnotations("rule"))
            {
                return visited;
            }

            var members = ((ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"class X {{ {driver} }}")!).Members;
            return visited
                .WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
                .AddMembers([.. members]);
        }

        public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
        {
            if (Attribute(node.AttributeLists, "Hyperparameter") is not { } attribute)
            {
                return base.VisitPropertyDeclaration(node);
            }

            return SyntaxFactory.ParseMemberDeclaration($"public {node.Type} {node.Identifier} {{ get; set; }} = {attribute.ArgumentList!.Arguments[0]};\n");
        }

        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => node.Identifier.Text == SquareType ? SyntaxFactory.ParseTypeName("double[]").WithTriviaFrom(node) : node;

        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
            => node.ToString() is "Math.Sign" or "Math.Clamp" ? SyntaxFactory.ParseExpression("global::Exact." + node.Name).WithTriviaFrom(node)
                : node.Expression.ToString() is "Reduce" or "Per" or "Matrix" or "OwnMatrix" ? SyntaxFactory.ParseExpression($"global::Plain{node}").WithTriviaFrom(node)
                : base.VisitMemberAccessExpression(node);
    }
}

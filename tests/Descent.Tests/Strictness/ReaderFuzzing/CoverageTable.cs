namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>What a run of all tests must have covered: each operation of a kind in each context where C# allows the kind.</summary>
internal static class CoverageTable
{
    private static readonly string[] s_numbers =
    [
        "Literal", "FieldReference", "LocalReference", "ParameterReference", "PropertyReference.Double", "Binary.Add.Double", "Binary.Subtract.Double", "Binary.Multiply.Double",
        "Binary.Divide.Double", "Binary.Remainder.Double", "Unary.Minus.Double", "Invocation.Math", "Invocation.Helper.Double", "Conditional", "SwitchExpression", "Conversion.Int32.Double",
    ];

    private static readonly string[] s_whereNumbersStand = ["Initializer", "Assigned", "CompoundValue", "Argument", "Operand", "ChoiceArm", "SwitchArm", "SwitchValue", "Returned"];

    private static readonly string[] s_conditions =
    [
        "Binary.LessThan.Double", "Binary.LessThanOrEqual.Double", "Binary.GreaterThan.Double", "Binary.GreaterThanOrEqual.Double", "Binary.Equals.Double", "Binary.NotEquals.Double",
        "Binary.ConditionalAnd.Boolean", "Binary.ConditionalOr.Boolean", "Invocation.Double", "IsPattern",
    ];

    private static readonly string[] s_whereConditionsStand = ["If", "Choice", "ChoiceArm", "LogicLeft", "LogicRight"];

    private static readonly string[] s_assignments =
    [
        "SimpleAssignment", "CompoundAssignment.Add.Double", "CompoundAssignment.Subtract.Double", "CompoundAssignment.Multiply.Double", "CompoundAssignment.Divide.Double",
        "CompoundAssignment.Remainder.Double", "Increment.Postfix.Double", "Increment.Prefix.Double", "Decrement.Postfix.Double", "Decrement.Prefix.Double",
    ];

    private static readonly (string[] Operations, string[] Contexts)[] s_required =
    [
        (s_numbers, s_whereNumbersStand),
        (s_conditions, s_whereConditionsStand),
        (s_assignments, ["Statement", "Operand", "Argument"]),
        (["CompoundAssignment.Add.Int32", "CompoundAssignment.And.Boolean", "CompoundAssignment.Or.Boolean", "CompoundAssignment.ExclusiveOr.Boolean", "Increment.Postfix.Int32", "Decrement.Prefix.Int32"], ["Statement"]),
        (["Literal", "LocalReference", "FieldReference", "Binary.Subtract.Int32", "Increment.Postfix.Int32", "SimpleAssignment"], ["Index"]),
        (["PropertyReference.Element"], ["CompoundTarget", "IncrementTarget", "Target", "ReferenceArgument", "Operand", "Argument", "Assigned"]),
        (["LocalReference", "ParameterReference"], ["CompoundTarget", "IncrementTarget", "Target", "ReferenceArgument"]),
        (["DeclarationExpression", "Discard"], ["ReferenceArgument"]),
        (["Argument.None", "Argument.In", "Argument.Ref", "Argument.Out"], ["Invocation"]),
        (["Binary.Add.Int32", "Binary.Multiply.Int32", "Binary.Divide.Int32", "Binary.Remainder.Int32", "Binary.And.Int32", "Binary.LeftShift.Int32", "Unary.Minus.Int32", "Unary.BitwiseNegation.Int32", "Conversion.Double.Int32"], ["Operand"]),
        (["ConstantPattern", "RelationalPattern", "BinaryPattern", "NegatedPattern"], ["SwitchArm", "IsPattern", "BinaryPattern"]),
        (["ConstantPattern", "RelationalPattern"], ["NegatedPattern"]),
        (["Conditional", "Loop", "Switch", "Return", "Empty", "Block", "Branch", "VariableDeclarationGroup"], ["Block"]),
        (["DeconstructionAssignment"], ["Statement"]),
        (["RecursivePattern"], ["SwitchArm", "IsPattern", "CaseClause"]),
        (["Invocation.Helper.ValueTuple"], ["DeconstructionAssignment"]),
        (["Invocation.Local.Double"], ["Operand", "Argument"]),
        (["Invocation.Local.Void"], ["Statement"]),
        (["Reduce", "Reduce.Row", "Reduce.Column", "Reduce.Tensor.Row"], ["Initializer", "Assigned", "CompoundValue", "Argument", "Operand"]),
        (["Reduce.Row", "Reduce.Column"], ["SwitchValue", "ChoiceArm", "SwitchArm"]),
        (["Matrix.Multiply"], ["Initializer", "Assigned", "Argument", "Operand"]),
        (["Matrix.ToBasis", "Matrix.FromBasis", "Matrix.Orthogonalize", "Matrix.RefineBasis"], ["Operand"]),
        (["Matrix.AddGramOfRows", "Matrix.AddGramOfColumns", "Matrix.InverseRoot", "Matrix.Eigenvectors", "Matrix.Multiply", "Matrix.Transpose", "Matrix.Qr", "OwnMatrix.Shift"], ["Statement"]),
        (["OwnMatrix.Turn", "OwnMatrix.Combine"], ["Operand"]),
        (["Reduce.Rows", "Reduce.Columns", "Reduce.Length"], ["Argument", "Operand"]),
        (["ParameterReference.Column"], ["Initializer"]),
        (["ParameterReference.Row", "ParameterReference.Column"], ["Assigned", "Target", "CompoundTarget", "CompoundValue", "IncrementTarget", "ReferenceArgument", "Argument", "Operand", "ChoiceArm", "SwitchArm", "SwitchValue", "Tuple"]),
    ];

    /// <summary>What random trees with operations on whole matrices must have covered.</summary>
    private static readonly (string[] Operations, string[] Contexts)[] s_requiredOfTrees =
    [
        (["Matrix.Multiply", "Matrix.ToBasis", "Matrix.FromBasis", "Matrix.Orthogonalize", "Matrix.RefineBasis", "OwnMatrix.Turn", "OwnMatrix.Combine"], ["Initializer", "Operand"]),
        (["Matrix.Multiply", "Matrix.Orthogonalize"], ["ChoiceArm", "Argument"]),
        (["Matrix.AddGramOfRows", "Matrix.AddGramOfColumns", "Matrix.InverseRoot", "Matrix.Eigenvectors", "Matrix.Multiply", "Matrix.Transpose", "Matrix.Qr", "OwnMatrix.Shift"], ["Statement"]),
    ];

    /// <summary>The cells that written rules left empty.</summary>
    public static IEnumerable<string> Missing(Coverage coverage) => Missing(coverage, s_required);

    /// <summary>The cells that trees of whole matrices left empty.</summary>
    public static IEnumerable<string> MissingOfTrees(Coverage coverage) => Missing(coverage, s_requiredOfTrees);

    private static IEnumerable<string> Missing(Coverage coverage, IEnumerable<(string[] Operations, string[] Contexts)> required) => required
        .SelectMany(block => block.Operations.SelectMany(operation => block.Contexts.Select(context => (operation, context))))
        .Where(cell => coverage[cell.operation, cell.context] == 0)
        .Select(cell => $"{cell.operation} in {cell.context}");
}

namespace Descent.Generator.IR;

/// <summary>The operations of the IR. <see cref="OperationTable"/> says what each one takes and may do.</summary>
internal enum Opcode
{
    // Where values come from and go to.
    Constant,
    Hyperparameter,
    Step,
    Argument,
    Load,
    Store,
    Broadcast,

    // Arithmetic, in double or (below element rate) int.
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,

    // Comparisons and logic.
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    ExclusiveOr,
    Not,

    // Conversions.
    ToDouble,
    ToInteger,

    // Functions that have a vector form of the same bits.
    SquareRoot,
    Absolute,
    Min,
    Max,
    Sign,
    CopySign,
    Clamp,
    FusedMultiplyAdd,
    MultiplyAdd,
    Floor,
    Ceiling,
    Round,
    Truncate,

    // Functions of relaxed rules: their vector form has other bits than System.Math.
    VectorExp,
    VectorLog,
    VectorLog2,
    VectorSin,
    VectorCos,

    // Functions that are evaluated lane by lane.
    Pow,
    Exp,
    Log,
    Log2,
    Log10,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Atan2,
    Sinh,
    Cosh,
    Tanh,
    Cbrt,

    // One number from all weights of a tensor.
    Reduce,

    // Control: regions are bracketed by If … Else … End and Loop … End; Phi and Select choose a value.
    Select,
    Phi,
    If,
    Else,
    End,
    Loop,

    // Helper methods, gone after inlining.
    Call,
    Result,
    Return,
}

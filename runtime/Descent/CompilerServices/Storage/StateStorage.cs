namespace Descent;

/// <summary>How the values of a state are kept between steps. A step decodes them, computes in the type of its arithmetic, and encodes them once.</summary>
public enum StateStorage
{
    /// <summary>As they are computed: in <see cref="float"/> for weights of <see cref="float"/> and narrower ones, else in <see cref="double"/>.</summary>
    Native,

    /// <summary>As <see cref="Descent.BFloat16"/>, rounded to the nearest, of two to the even one: 2 bytes a value, 8 bits of precision and the exponents of <see cref="float"/>.</summary>
    BFloat16,

    /// <summary>
    /// As <see cref="System.Half"/>, rounded to the nearest, of two to the even one: 2 bytes a value, 11 bits of precision from 6.1·10⁻⁵ up to 65,504. What is
    /// smaller than 3·10⁻⁸ becomes 0, as a second moment of gradients below 10⁻³ does.
    /// </summary>
    Half,

    /// <summary>
    /// In blocks of 256 values, each a code of 8 bits times the largest magnitude of its block: 1 byte and ¹⁄₆₄ a value. The codes are those of dynamic tree
    /// quantization, denser near 0, with a sign where the state can be negative (Dettmers, Lewis, Shleifer and Zettlemoyer, "8-bit optimizers via
    /// block-wise quantization", ICLR 2022). A block with a value that is not finite becomes NaN. Tensors of fewer weights than
    /// <see cref="StorageOptions.SmallestInBlocks"/> stay native.
    /// </summary>
    Blocks8,
}

from pydantic import AnyUrl, BaseModel, Field, FtpUrl, HttpUrl, SecretStr


class Page(BaseModel):
    home: HttpUrl
    any: AnyUrl
    files: FtpUrl
    word: str = Field(pattern=r"^\w+$")
    counts: dict[int, str]
    named: dict[str, str]
    password: SecretStr = SecretStr("hunter2")
    token: SecretStr
